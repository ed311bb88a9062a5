-- From which addresses many requests of the organization in context were refused or led nowhere, between two ids, most
-- first (45 CFR 164.308(a)(1)(ii)(D)). Workers ask it and see no request but the newest of each, sealed: they read no log.
-- 409 and 422 answer a form that somebody fills in: nobody looks for a way in with those.
create function requestlog_refused(since uuid, until uuid, at_least integer, most integer)
    returns table (
        requests bigint, routes bigint, nowhere bigint, people bigint, signed_in bigint, id uuid, actor_id uuid, sealed bytea
    )
    language sql stable security definer set search_path = public, pg_temp
as $$
    with wrong as (
        select r.id, r.actor_id, r.route, r.address_index from requestlog_request as r
        where r.organization_id = (select chaperone_organization()) and r.id >= since and r.id < until
            and r.status >= 400 and r.status < 500 and r.status not in (409, 422)
    ), many as (
        select count(*) as requests, count(distinct w.route) as routes,
            count(*) filter (where w.route = 'unresolved') as nowhere,
            count(distinct w.actor_id) as people, count(w.actor_id) as signed_in,
            (array_agg(w.id order by w.id desc))[1] as newest
        from wrong as w group by w.address_index having count(*) >= at_least
        order by count(*) desc limit most
    )
    select m.requests, m.routes, m.nowhere, m.people, m.signed_in, r.id, r.actor_id, r.sealed
    from many as m join requestlog_request as r on r.id = m.newest order by m.requests desc, r.id
$$;
revoke all on function requestlog_refused(uuid, uuid, integer, integer) from public;
grant execute on function requestlog_refused(uuid, uuid, integer, integer) to chaperone_worker;
