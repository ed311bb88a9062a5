-- What may never happen to the log, whoever asks (the owner included).
create function requestlog_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the request log is append-only: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

-- Row triggers on a partitioned table are cloned to its partitions, those made later included.
create trigger requestlog_request_unchanged before update or delete on requestlog_request
    for each row execute function requestlog_refuse_change();

-- Row triggers see neither TRUNCATE nor a statement whose rows are hidden by row security, and statement triggers
-- are not cloned: each partition needs its own. Called again whenever partitions are added.
create function requestlog_guard_partitions() returns void language plpgsql as $$
declare
    unguarded regclass;
begin
    for unguarded in
        select tree.relid from pg_partition_tree('requestlog_request'::regclass) as tree
        where not exists (
            select from pg_trigger where tgrelid = tree.relid and tgname = 'requestlog_append_only'
        )
    loop
        execute format(
            'create trigger requestlog_append_only before update or delete or truncate on %s'
            ' for each statement execute function requestlog_refuse_change()', unguarded
        );
    end loop;
end
$$;
