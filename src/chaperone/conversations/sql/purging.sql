-- What was said stays said until its time is over: a message is never changed, and deleted only by workers, a year after it
-- was written at the earliest and where no hold keeps it (docs/decisions/0036). The trigger binds the owner, too.
create or replace function conversations_refuse_change() returns trigger language plpgsql as $$
begin
    -- The same words under a newer key are the same words (resealing.sql).
    if tg_op = 'UPDATE' then
        if current_user = 'chaperone_owner' and current_setting('chaperone.resealing', true) = 'on'
            and (new.id, new.organization_id, new.member_id, new.direction, new.author, new.author_id)
                is not distinct from
                (old.id, old.organization_id, old.member_id, old.direction, old.author, old.author_id)
        then
            return new;
        end if;
    end if;
    -- The statement's trigger for TRUNCATE has no row.
    if tg_op = 'DELETE' and tg_level = 'ROW' then
        if retention_instant_of(old.id) < now() - interval '365 days'
            and not retention_held(old.organization_id, 'conversations.messages', old.member_id) then
            return old;
        end if;
    end if;
    raise exception 'a message is never changed: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
grant delete on conversations_message, conversations_turn, conversations_delivery, conversations_draft
    to chaperone_worker;
-- Only so that rows may be locked: the trigger refuses every change.
grant update (author_id) on conversations_message to chaperone_worker;
do $$
declare
    name text;
begin
    foreach name in array array['turn', 'delivery'] loop
        execute format(
            'create policy purged on conversations_%I as restrictive for delete'
            ' using (retention_instant_of(id) < now() - interval ''365 days'''
            '        and not retention_held(organization_id, ''conversations.messages'', member_id))', name);
    end loop;
end
$$;
create policy purged on conversations_draft as restrictive for delete
    using (state <> 'open' and decided_at < now() - interval '30 days'
           and not retention_held(organization_id, 'conversations.drafts', member_id));
