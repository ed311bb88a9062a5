-- The catalogue of backups belongs to no organization and names no member: who may open its page may read all of it.
-- Rows are never deleted. Workers make backups; whoever asks for one from a page can do no more than ask.
grant select on continuity_backup to chaperone_web, chaperone_auditor, chaperone_sequencer;
grant select, insert, update on continuity_backup to chaperone_worker;

-- Asks for a backup; the one that waits already where there is one. One waits at a time.
create unique index continuity_backup_one_asked on continuity_backup (state) where state = 'asked';
create function continuity_ask_for_backup(p_id uuid, p_by uuid) returns uuid
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    found uuid;
begin
    insert into continuity_backup
        (id, state, kind, scheduled, asked_by, target, name, size, seconds, sha256, recipients, root_key_id,
         ledger_size, checkpoint, counts, why, boot, verified_how)
    values (p_id, 'asked', 'full', false, p_by, '', '', 0, 0, '', '[]', '', 0, '', '{}', '', '', '')
    on conflict do nothing;
    select id into found from continuity_backup where state = 'asked';
    return found;
end
$$;
revoke all on function continuity_ask_for_backup(uuid, uuid) from public;
grant execute on function continuity_ask_for_backup(uuid, uuid) to chaperone_web, chaperone_worker;
