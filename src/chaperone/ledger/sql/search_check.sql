-- The first entry between two ids for which the search would say something else than the columns of the entry do, and of
-- what kind. All there are of each kind are gathered before the first is taken: a planner that is asked for one row at once
-- expects to meet it soon, and takes joins that never end where there is none.
with
missing as materialized (
    select expected.entry_id
    from ledger_search_rows(%(lowest)s, %(highest)s) as expected
    join ledger_leaf as leaf on leaf.entry_id = expected.entry_id
    left join ledger_search as found on found.organization_id = expected.organization_id
        and found.element = expected.element and found.entry_id = expected.entry_id
        and found.entry_id between %(lowest)s and %(highest)s
    where found.entry_id is null or found.actor <> expected.actor or found.event <> expected.event
),
added as materialized (
    select found.entry_id
    from ledger_search as found
    left join ledger_entry as entry on entry.id = found.entry_id and entry.organization_id = found.organization_id
        and entry.id between %(lowest)s and %(highest)s
    left join ledger_element as opened on opened.entry_id = found.entry_id and opened.element = found.element
        and opened.entry_id between %(lowest)s and %(highest)s
    left join ledger_leaf as leaf on leaf.entry_id = found.entry_id
    where found.entry_id between %(lowest)s and %(highest)s
        and (entry.id is null or leaf.entry_id is null or (found.element <> '' and opened.element is null))
),
-- Gathered once: looked up for each subject, the months that a look-up might be in cost more than all the rest.
opened as (
    select entry_id, array_agg(element order by element collate "C") as elements from ledger_element
    where entry_id between %(lowest)s and %(highest)s group by entry_id
),
about as materialized (
    select subject.entry_id
    from ledger_subject as subject
    join ledger_entry as entry on entry.id = subject.entry_id and entry.id between %(lowest)s and %(highest)s
    left join opened on opened.entry_id = subject.entry_id
    where subject.entry_id between %(lowest)s and %(highest)s and (
        subject.actor is distinct from ledger_actor(entry.actor_id, entry.actor_kind)
        or subject.event is distinct from entry.event
        or subject.elements <> coalesce(opened.elements, '{}')
    )
)
select entry_id, 'ledger_search' from missing
union all select entry_id, 'ledger_search' from added
union all select entry_id, 'ledger_subject' from about
order by 1 limit 1
