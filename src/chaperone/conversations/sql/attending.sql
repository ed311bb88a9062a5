-- How long members waited, and who looks at a thread just now.
alter table conversations_wait enable row level security;
alter table conversations_wait force row level security;
create policy care_team on conversations_wait
    using (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id))
    with check (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id));
grant select, insert on conversations_wait to chaperone_web, chaperone_worker;

-- Who looks at a thread just now. True for some seconds and worth nothing afterwards: no record (the ledger has that),
-- not logged, gone after a crash.
create unlogged table conversations_presence (
    organization_id uuid not null,
    member_id uuid not null references members_member (id) on delete cascade,
    staff_id uuid not null,
    seen_at timestamptz not null,
    primary key (member_id, staff_id)
);
create index conversations_presence_seen on conversations_presence (organization_id, seen_at);
alter table conversations_presence enable row level security;
alter table conversations_presence force row level security;
create policy care_team on conversations_presence
    using (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id))
    with check (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id));
grant select, insert, update on conversations_presence to chaperone_web;
grant select, delete on conversations_presence to chaperone_worker;
