-- Pages hold ids and a level. They are seen in the whole organization, since whoever is on call, and the security officer
-- to whom a missed page goes, need not be on the member's care team; what was said stays behind the care team's policy.
alter table conversations_page enable row level security;
alter table conversations_page force row level security;
create policy organization on conversations_page
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select on conversations_page to chaperone_web;
grant update (due_at, acknowledged_at, acknowledged_by, acknowledged_via) on conversations_page to chaperone_web;
grant select, insert, update on conversations_page to chaperone_worker;

-- Where somebody is called, or the time of those who were called is over. The owner's policy serves this function only:
-- no server process signs in as the owner.
create policy calling on conversations_page for select to chaperone_owner using (due_at is not null);
create function conversations_calling() returns table (id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct organization_id from conversations_page where due_at <= now()
$$;
revoke all on function conversations_calling() from public;
grant execute on function conversations_calling() to chaperone_worker;

-- Texts that are sent word for word. Written and decided on the web; a decision is made once.
alter table conversations_fixedtext enable row level security;
alter table conversations_fixedtext force row level security;
create policy organization on conversations_fixedtext
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select, insert on conversations_fixedtext to chaperone_web;
grant update (decision, decided_by, decided_at) on conversations_fixedtext to chaperone_web;
grant select on conversations_fixedtext to chaperone_worker;
create function conversations_decided_once() returns trigger language plpgsql as $$
begin
    if old.decision <> '' then
        raise exception 'a text that was decided on is never changed' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger conversations_fixedtext_decided_once before update on conversations_fixedtext
    for each row execute function conversations_decided_once();
