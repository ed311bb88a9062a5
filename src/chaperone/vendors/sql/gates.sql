-- The gate before members' data leaves (45 CFR 164.502(e), 164.504(e), 164.308(b)), and what stands around it.

do $$
declare
    name text;
begin
    foreach name in array array['assessment', 'assurance', 'closure', 'customeragreement'] loop
        execute format('alter table vendors_%I enable row level security', name);
        execute format('alter table vendors_%I force row level security', name);
        execute format(
            'create policy organization on vendors_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select on vendors_%I to chaperone_web, chaperone_worker, chaperone_auditor', name);
    end loop;
end
$$;
grant insert on vendors_assessment, vendors_assurance, vendors_closure, vendors_customeragreement to chaperone_web;
grant update (name, service, contact, owner_id, criticality, elements, why, under_id, review_on,
              retired_at, retired_by, retire_reason) on vendors_vendor to chaperone_web;
grant update (retired_at) on vendors_assurance to chaperone_web;
grant update (ended_at, ended_by, end_reason) on vendors_customeragreement to chaperone_web;
grant insert on vendors_closure to chaperone_worker;
grant update (told_at, overridden_at, overrides, alarmed_at, ended_at) on vendors_closure
    to chaperone_web, chaperone_worker;

-- Who runs the installation reads and keeps what its customers signed; each customer reads its own.
create function vendors_on_platform() returns boolean
    language sql stable security definer set search_path = public, pg_temp
as $$
    select exists (
        select from organizations_organization o where o.id = chaperone_organization() and o.is_platform)
$$;
create policy platform on vendors_customeragreement
    using ((select vendors_on_platform())) with check ((select vendors_on_platform()));

-- The owner's policies serve the functions below only: no server process signs in as the owner.
create policy judging on vendors_customeragreement for select to chaperone_owner using (true);
create policy judging on vendors_agreement for select to chaperone_owner using (true);
create policy judging on vendors_vendor for select to chaperone_owner using (true);

-- Whether an agreement with these days is in force on this day. The only place that says so (models/agreements.py says
-- it for people).
create function vendors_in_force(p_starts date, p_ends date, p_ended timestamptz, p_day date) returns boolean
    language sql immutable
as $$
    select p_ended is null and p_starts <= p_day and (p_ends is null or p_ends >= p_day)
$$;

-- Which day it is for an organization: an agreement ends at the midnight of its zone.
create function vendors_day(p_organization uuid, p_at timestamptz) returns date
    language sql stable security definer set search_path = public, pg_temp
as $$
    select (p_at at time zone o.time_zone)::date from organizations_organization o where o.id = p_organization
$$;

-- Whether the organization's PHI may be touched by the platform at all. The platform's own always; everybody's where
-- nobody runs the installation for others.
create function vendors_customer_stands(p_organization uuid, p_at timestamptz) returns boolean
    language sql stable security definer set search_path = public, pg_temp
as $$
    select not exists (select from organizations_organization where is_platform and id <> p_organization)
        or exists (
            select from vendors_customeragreement c
            where c.organization_id = p_organization
              and vendors_in_force(c.starts_on, c.ends_on, c.ended_at, vendors_day(p_organization, p_at)))
$$;

drop function vendors_hold_agreement(text, text[], date);

-- One row, always: the agreement under which these elements may go there now, if any; whether the customer's own
-- agreement stands; whether the gate is known to be shut. What it finds is held until the transaction ends: whoever
-- ends it waits for what was recorded under it, and what comes after that finds none. As the owner, because a row lock
-- asks for the right to update, which workers do not have.
create function vendors_let_out(p_purpose text, p_host text, p_elements text[], p_at timestamptz)
    returns table (agreement_id uuid, vendor_id uuid, vendor_name text, customer boolean, closure_id uuid)
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    here uuid := chaperone_organization();
    today date := vendors_day(here, p_at);
begin
    customer := not exists (select from organizations_organization where is_platform and id <> here);
    if not customer then
        perform from vendors_customeragreement c
        where c.organization_id = here and vendors_in_force(c.starts_on, c.ends_on, c.ended_at, today)
        order by c.id limit 1 for share;
        customer := found;
    end if;
    if customer then
        select a.id, v.id, v.name into agreement_id, vendor_id, vendor_name
        from vendors_agreement a join vendors_vendor v on v.id = a.vendor_id
        where a.organization_id = here and a.kind = 'baa'
          and ((a.host = p_host and p_host <> '') or p_purpose = any (a.purposes))
          and vendors_in_force(a.starts_on, a.ends_on, a.ended_at, today)
          and a.covers::text[] @> p_elements and v.elements::text[] @> p_elements and v.retired_at is null
        order by a.id limit 1 for share of a, v;
    end if;
    select c.id into closure_id from vendors_closure c
    where c.organization_id = here and c.purpose = p_purpose and c.host = p_host and c.ended_at is null;
    return next;
end
$$;

-- Who answers for what the whole installation sends (sinks, mirrors, backups) and has no agreement for it: the
-- organization that runs the installation, or, where none does, every one.
create function vendors_not_covered(p_purpose text, p_host text, p_elements text[], p_at timestamptz)
    returns table (organization_id uuid)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select o.id from organizations_organization o
    where (o.is_platform or not exists (select from organizations_organization where is_platform))
      and not exists (
        select from vendors_agreement a join vendors_vendor v on v.id = a.vendor_id
        where a.organization_id = o.id and a.kind = 'baa'
          and ((a.host = p_host and p_host <> '') or p_purpose = any (a.purposes))
          and vendors_in_force(a.starts_on, a.ends_on, a.ended_at, vendors_day(o.id, p_at))
          and a.covers::text[] @> p_elements and v.elements::text[] @> p_elements and v.retired_at is null)
    order by o.id
$$;

-- Whether a person may open PHI of the organization in context as far as its agreement with the platform goes: always,
-- but for the platform's people where it is missing or over. They are who was granted access through the platform's
-- officer, or ever worked at the platform.
create function vendors_lets_in(p_user uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp
as $$
    select vendors_customer_stands(chaperone_organization(), statement_timestamp())
        or not exists (
            select from access_grant g join organizations_organization o on o.id = g.organization_id
            where g.user_id = p_user and o.is_platform)
        and not exists (
            select from access_request r join organizations_organization o on o.id = r.home_id
            where r.user_id = p_user and o.is_platform)
$$;

-- Who runs the installation for others; NULL where nobody does.
create function vendors_platform() returns uuid
    language sql stable security definer set search_path = public, pg_temp
as $$ select id from organizations_organization where is_platform $$;

revoke all on function
    vendors_on_platform(), vendors_platform(), vendors_day(uuid, timestamptz), vendors_customer_stands(uuid, timestamptz),
    vendors_let_out(text, text, text[], timestamptz), vendors_not_covered(text, text, text[], timestamptz),
    vendors_lets_in(uuid)
from public;
grant execute on function vendors_on_platform(), vendors_platform(), vendors_in_force(date, date, timestamptz, date)
    to chaperone_web, chaperone_worker, chaperone_auditor;
grant execute on function vendors_day(uuid, timestamptz), vendors_customer_stands(uuid, timestamptz),
    vendors_let_out(text, text, text[], timestamptz) to chaperone_web, chaperone_worker;
grant execute on function vendors_not_covered(text, text, text[], timestamptz)
    to chaperone_web, chaperone_worker, chaperone_sequencer, chaperone_auditor, chaperone_backup;
grant execute on function vendors_lets_in(uuid) to chaperone_web;

-- What vendors got under an agreement until now is what they may get. Without FORCE for a moment, since no organization
-- is in context.
alter table vendors_vendor no force row level security;
update vendors_vendor v set elements = coalesce(
    (select array_agg(distinct e) from vendors_agreement a, unnest(a.covers) e where a.vendor_id = v.id), '{}');
alter table vendors_vendor force row level security;
