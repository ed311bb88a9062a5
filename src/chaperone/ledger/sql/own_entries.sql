-- The entries of one organization that have a place below a size, in the order of the tree.
select places.leaf_index, entry.sealed
from ledger_places(array(select id from ledger_entry where organization_id = %(organization)s)) as places
join ledger_entry as entry on entry.id = places.entry_id
where places.leaf_index < %(size)s
order by places.leaf_index
