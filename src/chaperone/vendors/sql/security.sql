-- The register of vendors: each organization its own. Agreements end; nothing else of them changes, nothing is deleted
-- (45 CFR 164.316(b)(2)(i)).
do $$
declare
    name text;
begin
    foreach name in array array['vendor', 'agreement'] loop
        execute format('alter table vendors_%I enable row level security', name);
        execute format('alter table vendors_%I force row level security', name);
        execute format(
            'create policy organization on vendors_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
    end loop;
end
$$;
grant select, insert on vendors_vendor, vendors_agreement to chaperone_web;
grant update (ended_at, ended_by, end_reason) on vendors_agreement to chaperone_web;
grant select on vendors_vendor, vendors_agreement to chaperone_worker, chaperone_auditor;

-- The agreement under which these elements may go to this host on this day, held until the transaction ends: whoever
-- ends it waits for what was recorded under it, and what comes after that finds none. As the owner, because a row lock
-- asks for the right to update, which workers do not have; the policy above binds the owner, too.
create function vendors_hold_agreement(p_host text, p_elements text[], p_day date)
    returns table (agreement_id uuid, vendor_id uuid, vendor_name text)
    language sql security definer set search_path = public, pg_temp
as $$
    select a.id, v.id, v.name::text
    from vendors_agreement a join vendors_vendor v on v.id = a.vendor_id
    where a.organization_id = chaperone_organization() and a.host = p_host and p_host <> ''
      and a.kind = 'baa' and a.ended_at is null
      and a.starts_on <= p_day and (a.ends_on is null or a.ends_on >= p_day)
      and a.covers::text[] @> p_elements
    order by a.id limit 1
    for share of a
$$;
revoke all on function vendors_hold_agreement(text, text[], date) from public;
grant execute on function vendors_hold_agreement(text, text[], date) to chaperone_web, chaperone_worker;
