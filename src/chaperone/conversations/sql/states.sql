-- Who may answer after whom. The same moves as in moves.py, for people; here they are enforced, whoever asks.
create table conversations_move (
    from_state varchar(16) not null,
    to_state varchar(16) not null,
    primary key (from_state, to_state)
);
insert into conversations_move values
    ('assistant', 'draft'), ('assistant', 'coach'), ('assistant', 'paused'), ('assistant', 'closed'),
    ('draft', 'assistant'), ('draft', 'coach'), ('draft', 'paused'), ('draft', 'closed'),
    ('coach', 'assistant'), ('coach', 'draft'), ('coach', 'paused'), ('coach', 'closed'),
    ('paused', 'assistant'), ('paused', 'draft'), ('paused', 'coach'), ('paused', 'closed'),
    ('closed', 'coach');
grant select on conversations_move to chaperone_web, chaperone_worker;

-- A switch is a move that is allowed, and that is on record: with a record of its own, which says from what to what.
create function conversations_check_switch() returns trigger language plpgsql as $$
begin
    if new.answerer <> old.answerer and not exists (
        select from public.conversations_move m where m.from_state = old.answerer and m.to_state = new.answerer
    ) then
        raise exception 'a conversation cannot go from % to %', old.answerer, new.answerer
            using errcode = 'check_violation';
    end if;
    if new.switch_id is not distinct from old.switch_id or not exists (
        select from public.conversations_switch s
        where s.id = new.switch_id and s.organization_id = new.organization_id and s.member_id = new.member_id
          and s.from_state = old.answerer and s.to_state = new.answerer
          and s.coach_id is not distinct from new.coach_id
    ) then
        raise exception 'a switch of who answers is recorded first' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger conversations_switch_checked before update on conversations_conversation
    for each row when (old.answerer is distinct from new.answerer or old.coach_id is distinct from new.coach_id)
    execute function conversations_check_switch();

alter table conversations_switch enable row level security;
alter table conversations_switch force row level security;
create policy care_team on conversations_switch
    using (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id))
    with check (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id));
-- What was recorded stays: nobody updates or deletes.
grant select, insert on conversations_switch to chaperone_web, chaperone_worker;
