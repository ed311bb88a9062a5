-- Texts from numbers that belong to no member: levels and ids, no word of them. Seen in the whole organization, since they
-- are in nobody's care yet; who may see them at all, roles say.
alter table conversations_unknownturn enable row level security;
alter table conversations_unknownturn force row level security;
create policy organization on conversations_unknownturn
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select, insert on conversations_unknownturn to chaperone_web;
grant update (why, dismissed_by, dismissed_at) on conversations_unknownturn to chaperone_web;
grant select, update on conversations_unknownturn to chaperone_worker;

-- It goes with its text: however that goes (docs/decisions/0050).
alter table conversations_unknownturn add constraint conversations_unknownturn_text
    foreign key (id) references carriers_unknowntext (id) on delete cascade;
grant select (sender, body) on carriers_unknowntext to chaperone_worker;

-- A text that was found to be a member's is in their thread, under the same id and the member's key: the other copy goes, so
-- that it outlives neither a destruction nor a retention period. Nothing else may be removed this way.
create policy moved on carriers_unknowntext as restrictive for delete to chaperone_owner
    using (exists (select from conversations_message m where m.id = carriers_unknowntext.id));
drop policy purged on carriers_unknowntext;
create policy purged on carriers_unknowntext as restrictive for delete to chaperone_worker
    using (received_at < now() - interval '30 days'
           and not (select retention_held(chaperone_organization(), 'carriers.unknown_texts', null)));
create function conversations_moved(text uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from carriers_unknowntext where id = text
$$;
revoke all on function conversations_moved(uuid) from public;
grant execute on function conversations_moved(uuid) to chaperone_web;

-- Where something urgent waits, these texts among it.
create policy hurrying on conversations_unknownturn for select to chaperone_owner
    using (triage = '' or reply = 'pending');
create or replace function conversations_hurrying() returns table (id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select organization_id from conversations_conversation where lane > 0 and due_since is not null
    union
    select organization_id from conversations_delivery
    where kind = 'safety' and state = 'pending' and due_at <= now()
    union
    select organization_id from conversations_unknownturn
    where triage = '' or (reply = 'pending' and due_at <= now())
$$;
