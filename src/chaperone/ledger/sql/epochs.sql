-- Restores from a backup, as the log signed them: from where it goes on, and what of the log before is in it. `backup`: how
-- many entries the backup held; `kept`: how many of the log before stand in the tree again; `bound_size` and `bound_root`:
-- the last checkpoint that is known to have been signed before; `unread`: leaves whose entries nobody can open any more.
create table ledger_epoch (
    number integer primary key check (number >= 0),
    backup bigint not null check (backup >= 0),
    kept bigint not null check (kept >= backup),
    bound_size bigint not null,
    bound_root bytea not null check (length(bound_root) = 32),
    unread int8multirange not null,
    size bigint not null references ledger_checkpoint (size),
    note text not null,
    entry_id uuid not null unique,
    begun_at timestamptz not null
);
create trigger ledger_epoch_unchanged before update or delete or truncate on ledger_epoch
    for each statement execute function ledger_refuse_change();

-- Keeps the statement, which was signed of the tree as it stands, under the fence as all that the sequencer writes.
create function ledger_begin_epoch(
    fence bigint, held bigint, brought bigint, last_size bigint, last_root bytea, closed int8multirange,
    signed bigint, statement text, entry uuid
) returns boolean language plpgsql as $$
begin
    perform from public.ledger_tree as tree where tree.epoch = fence and tree.size = signed for update;
    if not found then
        return false;
    end if;
    insert into public.ledger_epoch
        (number, backup, kept, bound_size, bound_root, unread, size, note, entry_id, begun_at)
    select count(*), held, brought, last_size, last_root, closed, signed, statement, entry, now()
    from public.ledger_epoch;
    return true;
end
$$;
revoke all on function
    ledger_begin_epoch(bigint, bigint, bigint, bigint, bytea, int8multirange, bigint, text, uuid) from public;
grant execute on function
    ledger_begin_epoch(bigint, bigint, bigint, bigint, bytea, int8multirange, bigint, text, uuid)
    to chaperone_sequencer;

grant select, insert on ledger_epoch to chaperone_sequencer;
grant select on ledger_epoch to chaperone_web, chaperone_worker, chaperone_auditor, chaperone_backup;
