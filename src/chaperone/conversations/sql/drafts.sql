-- Whoever sees a member sees what is proposed to them.
alter table conversations_draft enable row level security;
alter table conversations_draft force row level security;
create policy care_team on conversations_draft
    using (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id))
    with check (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id));
-- Workers propose; people decide. What was proposed stays as it was written, and nobody deletes it.
grant select, insert on conversations_draft to chaperone_worker;
grant select on conversations_draft to chaperone_web;
grant update (state, flaw, decided_by, decided_at, message_id) on conversations_draft
    to chaperone_web, chaperone_worker;

-- A decision is made once, so that one draft is never sent twice.
create function conversations_decide_once() returns trigger language plpgsql as $$
begin
    raise exception 'this draft was decided on already' using errcode = 'check_violation';
end
$$;
create trigger conversations_draft_decided_once before update on conversations_draft
    for each row when (
        old.state <> 'open'
        and (new.state, new.flaw, new.decided_by, new.decided_at, new.message_id)
            is distinct from (old.state, old.flaw, old.decided_by, old.decided_at, old.message_id)
    )
    execute function conversations_decide_once();
