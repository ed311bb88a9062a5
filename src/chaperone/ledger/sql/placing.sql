-- What the sequencer does in one round trip each. Both run with its own rights, and do nothing and return false under
-- an epoch that is not the tree's: a sequencer that was replaced while it slept writes nothing.

-- Places entries, in the order given, from leaf `first` on. `hashes`: their leaf hashes, 32 bytes each, one after another.
create function ledger_place(
    fence bigint, first bigint, entries uuid[], hashes bytea, grown bytea
) returns boolean language plpgsql as $$
begin
    update public.ledger_tree as tree set size = first + cardinality(entries), frontier = grown
    where tree.epoch = fence and tree.size = first;
    if not found then
        return false;
    end if;
    delete from public.ledger_pending where entry_id = any (entries);
    insert into public.ledger_leaf (leaf_index, entry_id, leaf_hash)
    select first + number - 1, entry_id, substring(hashes from (number::integer - 1) * 32 + 1 for 32)
    from unnest(entries) with ordinality as placed (entry_id, number);
    return true;
end
$$;

-- Keeps a signed checkpoint. What it covers was committed without waiting for the disk; this waits for all of it.
create function ledger_sign(fence bigint, signed bigint, signed_root bytea, signed_note text)
returns boolean language plpgsql as $$
begin
    perform set_config('synchronous_commit', 'on', true);
    perform from public.ledger_tree as tree where tree.epoch = fence and tree.size = signed for update;
    if not found then
        return false;
    end if;
    insert into public.ledger_checkpoint (size, root, note, signed_at)
    values (signed, signed_root, signed_note, now());
    return true;
end
$$;

grant execute on function
    ledger_place(bigint, bigint, uuid[], bytea, bytea), ledger_sign(bigint, bigint, bytea, text)
    to chaperone_sequencer;
