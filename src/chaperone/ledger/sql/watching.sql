-- What detection reads: entries as they are given their places, and who opened what of whom in a span of time.

-- Subjects are written in the order of time, so that a few bytes for each 32 pages tell where a day is. Any other index
-- would be one more to write at each append.
create index ledger_subject_by_time on ledger_subject using brin (entry_id)
    with (pages_per_range = 32, autosummarize = on);

-- The entries of the caller's organization whose places are from `lowest` up to before `beyond`. ledger_leaf names those of
-- every organization, so workers do not read it themselves.
create function ledger_placed(lowest bigint, beyond bigint)
returns table (entry_id uuid, event text, actor uuid)
language sql stable security definer set search_path = pg_catalog as $$
    select entry.id, entry.event, public.ledger_actor(entry.actor_id, entry.actor_kind)
    from public.ledger_leaf as leaf
    join public.ledger_entry as entry on entry.id = leaf.entry_id
    where leaf.leaf_index >= lowest and leaf.leaf_index < beyond
        and entry.organization_id = (select public.chaperone_organization())
    order by leaf.leaf_index
$$;
revoke all on function ledger_placed(bigint, bigint) from public;
grant execute on function ledger_placed(bigint, bigint) to chaperone_worker;
