-- Months whose entries were destroyed after their retention (45 CFR 164.316(b)(2)(i)), as the entry that says so has it.
-- Their rows in ledger_leaf stay: they are the lowest level of the tree, and all that remains to be verified hangs on them.

create table ledger_prune (
    month date primary key check (extract(day from month) = 1),
    lowest uuid not null,
    beyond uuid not null check (lowest < beyond),
    leaves int8multirange not null,
    count bigint not null check (count > 0),
    digest bytea not null check (length(digest) = 32),
    size bigint not null,
    root bytea not null check (length(root) = 32),
    entry_id uuid not null unique
);
create trigger ledger_prune_unchanged before update or delete or truncate on ledger_prune
    for each statement execute function ledger_refuse_change();

grant select on ledger_prune
    to chaperone_web, chaperone_worker, chaperone_sequencer, chaperone_auditor, chaperone_backup;

-- Nothing is written into a month that is about to be destroyed, whatever a clock shows. Waits for who is writing.
create function ledger_close_month(partition regclass) returns void language plpgsql as $$
begin
    execute format(
        'create trigger ledger_month_closed before insert on %s'
        ' for each row execute function ledger_refuse_change()', partition
    );
end
$$;

-- What the leaves of a stretch of ids come to: which they are, how many, and the hash of their hashes.
create function ledger_leaves_of(lowest uuid, beyond uuid)
returns table (leaves int8multirange, count bigint, digest bytea)
language sql stable set search_path = pg_catalog as $$
    select range_agg(int8range(leaf_index, leaf_index, '[]')), count(*),
        sha256(coalesce(string_agg(leaf_hash, ''::bytea order by leaf_index), ''::bytea))
    from public.ledger_leaf where entry_id >= lowest and entry_id < beyond
$$;
grant execute on function ledger_leaves_of(uuid, uuid) to chaperone_auditor;
