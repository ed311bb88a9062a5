-- Who may see and do what. Nobody but the owner has UPDATE, DELETE or TRUNCATE on the record, and its triggers
-- refuse those to the owner as well.

alter table ledger_entry enable row level security;
alter table ledger_entry force row level security;
alter table ledger_subject enable row level security;
alter table ledger_subject force row level security;

create policy ledger_entry_of_organization on ledger_entry for select
    using (organization_id = (select chaperone_organization()));
create policy ledger_subject_of_organization on ledger_subject for select
    using (organization_id = (select chaperone_organization()));

-- What happens before an organization is known (a refused sign-in, a forged webhook) is recorded under the
-- platform (the nil UUID), in any context; such entries are read only by the auditor.
create policy ledger_entry_appended on ledger_entry for insert
    with check (organization_id in ((select chaperone_organization()), '00000000-0000-0000-0000-000000000000'));
create policy ledger_subject_appended on ledger_subject for insert
    with check (organization_id = (select chaperone_organization()));

create policy ledger_entry_sequenced on ledger_entry for select to chaperone_sequencer using (true);
create policy ledger_entry_audited on ledger_entry for select to chaperone_auditor using (true);
create policy ledger_subject_audited on ledger_subject for select to chaperone_auditor using (true);

grant select, insert on ledger_entry, ledger_subject to chaperone_web, chaperone_worker;
grant select on ledger_tree, ledger_checkpoint to chaperone_web, chaperone_worker;

grant select on ledger_entry, ledger_leaf, ledger_tree, ledger_checkpoint, ledger_pending to chaperone_sequencer;
grant insert on ledger_leaf, ledger_checkpoint to chaperone_sequencer;
grant update (size, frontier, epoch) on ledger_tree to chaperone_sequencer;
grant delete on ledger_pending to chaperone_sequencer;

grant select on ledger_entry, ledger_subject, ledger_pending, ledger_leaf, ledger_tree, ledger_checkpoint
    to chaperone_auditor, chaperone_backup;

-- Where entries of the caller's own organization stand in the tree. ledger_leaf names the entries of every
-- organization, so web and worker do not read it themselves.
create function ledger_places(entries uuid[]) returns table (entry_id uuid, leaf_index bigint)
language sql stable security definer set search_path = pg_catalog as $$
    select leaf.entry_id, leaf.leaf_index
    from public.ledger_leaf as leaf
    join public.ledger_entry as entry on entry.id = leaf.entry_id
    where leaf.entry_id = any (entries) and entry.organization_id = (select public.chaperone_organization())
$$;
grant execute on function ledger_places(uuid[]) to chaperone_web, chaperone_worker;

grant execute on function ledger_append(uuid, uuid, text, text, uuid, timestamptz, bytea, uuid[])
    to chaperone_web, chaperone_worker;
