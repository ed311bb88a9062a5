-- Of two versions that take effect on one day the later holds.
create or replace function policies_public(p_slug text)
    returns table (organization_id uuid, organization text, name text, kind text, title text, number integer, body text,
                   effective_on date, published_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select o.id, o.name::text, p.name::text, p.kind::text, v.title::text, v.number, v.text, v.effective_on,
        v.published_at
    from organizations_organization o
        join policies_policy p on p.organization_id = o.id
        join lateral (
            select * from policies_version w
            where w.policy_id = p.id and w.state = 'published'
              and w.effective_on <= (statement_timestamp() at time zone o.time_zone)::date
            order by w.effective_on desc, w.number desc limit 1
        ) v on v.public
    where o.slug = p_slug
      and (p.retired_on is null or p.retired_on > (statement_timestamp() at time zone o.time_zone)::date)
    order by v.title
$$;
