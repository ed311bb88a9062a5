-- What somebody must acknowledge today, by the organization's clock, and has not, whatever the program says: mandatory
-- versions in force, past their grace.
create function policies_lacking(p_organization uuid, p_user uuid) returns bigint
    language sql stable set search_path = public, pg_temp
as $$
    with today as (
        select (statement_timestamp() at time zone o.time_zone)::date as day
        from organizations_organization o where o.id = p_organization
    ), current as (
        select distinct on (v.policy_id) v.id, v.mandatory, v.grace_until, p.retired_on
        from policies_version v join policies_policy p on p.id = v.policy_id, today
        where v.organization_id = p_organization and v.state = 'published' and v.effective_on <= today.day
        order by v.policy_id, v.effective_on desc, v.number desc
    )
    select count(*) from current c, today
    where c.mandatory and (c.retired_on is null or c.retired_on > today.day)
      and (c.grace_until is null or c.grace_until < today.day)
      and not exists (
          select from policies_acknowledgement a
          where a.organization_id = p_organization and a.user_id = p_user and a.version_id = c.id
            and a.renewed_at is null and a.until >= today.day)
$$;
revoke all on function policies_lacking(uuid, uuid) from public;
grant execute on function policies_lacking(uuid, uuid) to chaperone_web;

-- The web server's login clears nobody who lacks something (invariant 3).
create policy policies_acknowledged on access_clearance as restrictive for insert to chaperone_web
    with check (name <> 'policies' or why = 'grace' or policies_lacking(organization_id, user_id) = 0);
