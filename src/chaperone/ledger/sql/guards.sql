-- What may never happen to the record, whoever asks (the owner included).

create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

-- Row triggers on a partitioned table are cloned to its partitions, those made later included.
create trigger ledger_entry_unchanged before update or delete on ledger_entry
    for each row execute function ledger_refuse_change();
create trigger ledger_subject_unchanged before update or delete on ledger_subject
    for each row execute function ledger_refuse_change();
create trigger ledger_leaf_unchanged before update or delete or truncate on ledger_leaf
    for each statement execute function ledger_refuse_change();
create trigger ledger_checkpoint_unchanged before update or delete or truncate on ledger_checkpoint
    for each statement execute function ledger_refuse_change();
create trigger ledger_tree_kept before insert or delete or truncate on ledger_tree
    for each statement execute function ledger_refuse_change();

-- Row triggers see neither TRUNCATE nor a statement whose rows are hidden by row security, and statement triggers
-- are not cloned: each partition needs its own. Called again whenever partitions are added.
create function ledger_guard_partitions() returns void language plpgsql as $$
declare
    unguarded regclass;
begin
    for unguarded in
        select tree.relid
        from (values ('ledger_entry'::regclass), ('ledger_subject'::regclass)) as root (id),
            pg_partition_tree(root.id) as tree
        where not exists (
            select from pg_trigger where tgrelid = tree.relid and tgname = 'ledger_append_only'
        )
    loop
        execute format(
            'create trigger ledger_append_only before update or delete or truncate on %s'
            ' for each statement execute function ledger_refuse_change()', unguarded
        );
    end loop;
end
$$;
