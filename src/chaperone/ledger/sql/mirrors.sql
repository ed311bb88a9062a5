-- Changes of the log's key, what witnesses said of its checkpoints, and how far each mirror is.

-- Statements (signed notes), as in the mirrors' folder `keys`. The key changes after `size` entries.
create table ledger_key_change (
    number integer primary key check (number >= 0),
    size bigint not null unique check (size > 0),
    note text not null,
    changed_at timestamptz not null
);

-- `witness`: its verifier key. `line`: the signature line as it stands in a note.
create table ledger_cosignature (
    number bigint generated always as identity primary key,
    size bigint not null references ledger_checkpoint (size),
    witness text not null,
    line text not null,
    witnessed_at timestamptz not null,
    added_at timestamptz not null,
    unique (size, witness)
);

-- One row for each mirror, written anew with each checkpoint. `cosigned`: the last cosignature that is in it.
create table ledger_mirror (
    name text primary key,
    size bigint not null default 0,
    cosigned bigint not null default 0,
    kept_at timestamptz,
    tried_at timestamptz not null,
    problem text not null default ''
) with (fillfactor = 20);

create trigger ledger_key_change_unchanged before update or delete or truncate on ledger_key_change
    for each statement execute function ledger_refuse_change();
create trigger ledger_cosignature_unchanged before update or delete or truncate on ledger_cosignature
    for each statement execute function ledger_refuse_change();

-- Keeps the statement that the next key signs from the tree's present size on, under the fence as all that the
-- sequencer writes (see placing.sql), and only when nothing is unsigned.
create function ledger_change_key(fence bigint, signed bigint, statement text) returns boolean language plpgsql as $$
begin
    perform from public.ledger_tree as tree where tree.epoch = fence and tree.size = signed for update;
    if not found or not exists (select from public.ledger_checkpoint where size = signed) then
        return false;
    end if;
    insert into public.ledger_key_change (number, size, note, changed_at)
    select count(*), signed, statement, now() from public.ledger_key_change;
    return true;
end
$$;
grant execute on function ledger_change_key(bigint, bigint, text) to chaperone_sequencer;

grant select, insert on ledger_key_change, ledger_cosignature to chaperone_sequencer;
grant select, insert, update on ledger_mirror to chaperone_sequencer;
grant select on ledger_key_change, ledger_cosignature, ledger_mirror
    to chaperone_web, chaperone_worker, chaperone_auditor, chaperone_backup;
