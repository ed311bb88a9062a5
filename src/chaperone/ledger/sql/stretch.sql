-- What the daily check reads of a stretch of the tree: how many leaves there are, the first that does not fit its entry,
-- and their hashes, which are public. Workers read no organization's leaves or entries themselves; this gives out no byte
-- of an entry. The owner's policy serves this function only, while it
-- runs: other functions of the owner go on seeing one organization.
create policy ledger_entry_verified on ledger_entry for select to chaperone_owner
    using ((select current_setting('chaperone.verifying', true)) = 'on');

create function ledger_stretch(first bigint, beyond bigint)
returns table (leaves bigint, bad bigint, hashes bytea)
language plpgsql stable security definer
set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
    lowest uuid;
    highest uuid;
begin
    -- Ids are in the order of time: between two of them only few months are looked into.
    select min(leaf.entry_id::text)::uuid, max(leaf.entry_id::text)::uuid into lowest, highest
    from public.ledger_leaf as leaf where leaf.leaf_index >= first and leaf.leaf_index < beyond;
    perform set_config('chaperone.verifying', 'on', true);
    return query
        with entry as materialized (
            select found.id, sha256('\x00'::bytea || found.sealed) as hash
            from public.ledger_entry as found where found.id between lowest and highest
        )
        select count(*),
            min(leaf.leaf_index) filter (where case
                when entry.id is not null then entry.hash <> leaf.leaf_hash
                else not exists (
                    select from public.ledger_prune as gone
                    where leaf.entry_id >= gone.lowest and leaf.entry_id < gone.beyond
                )
            end),
            coalesce(string_agg(leaf.leaf_hash, ''::bytea order by leaf.leaf_index), ''::bytea)
        from public.ledger_leaf as leaf left join entry on entry.id = leaf.entry_id
        where leaf.leaf_index >= first and leaf.leaf_index < beyond;
    perform set_config('chaperone.verifying', '', true);
end
$$;
revoke all on function ledger_stretch(bigint, bigint) from public;
grant execute on function ledger_stretch(bigint, bigint) to chaperone_worker;
