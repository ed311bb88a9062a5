-- What the log signed of months that were destroyed: statements (signed notes), as in the mirrors' folder `destroyed`. Who
-- begins a mirror or an export afterwards checks with them that nothing else is missing.
create table ledger_prune_statement (
    number integer primary key check (number >= 0),
    month date not null unique references ledger_prune (month),
    size bigint not null references ledger_checkpoint (size),
    note text not null
);
create trigger ledger_prune_statement_unchanged
    before update or delete or truncate on ledger_prune_statement
    for each statement execute function ledger_refuse_change();

-- Keeps a statement that was signed with the checkpoint of that size, under the fence as all that the sequencer writes.
create function ledger_state_prune(fence bigint, pruned date, signed bigint, statement text) returns boolean
language plpgsql as $$
begin
    perform from public.ledger_tree as tree where tree.epoch = fence for update;
    if not found then
        return false;
    end if;
    insert into public.ledger_prune_statement (number, month, size, note)
    select count(*), pruned, signed, statement from public.ledger_prune_statement;
    return true;
end
$$;
revoke all on function ledger_state_prune(bigint, date, bigint, text) from public;
grant execute on function ledger_state_prune(bigint, date, bigint, text) to chaperone_sequencer;

grant select, insert on ledger_prune_statement to chaperone_sequencer;
grant select on ledger_prune_statement to chaperone_web, chaperone_worker, chaperone_auditor, chaperone_backup;
