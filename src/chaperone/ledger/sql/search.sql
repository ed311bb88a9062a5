-- What a search goes by. Any combination of who acted, what happened and what was opened is the beginning of an index
-- of ledger_search, so that a search that finds nothing is as quick as one that finds something at once. Among the
-- entries about one member, of which there are thousands and not millions, the rest is told by the index itself.
--
-- ledger_search has one row for each entry as a whole (element '') and one for each element that it says was opened.
-- It is filled when entries are given their place, by the sequencer and in batches: an append, for which people wait,
-- writes none of its indexes. What waits for its place is searched apart, by ledger_waiting.

-- The actor as one value: the person, or which kind of program or stranger where there is no id.
create function ledger_actor(actor_id uuid, actor_kind text) returns uuid
language sql immutable parallel safe
return coalesce(actor_id, md5(actor_kind)::uuid);
grant execute on function ledger_actor(uuid, text)
    to chaperone_web, chaperone_worker, chaperone_sequencer, chaperone_auditor;

create table ledger_search (
    organization_id uuid not null,
    element text collate "C" not null,
    actor uuid not null,
    event text collate "C" not null,
    entry_id uuid not null,
    primary key (organization_id, element, entry_id)
) partition by range (entry_id);
create index ledger_search_actor on ledger_search (organization_id, element, actor, entry_id);
create index ledger_search_event on ledger_search (organization_id, element, event, entry_id);
create index ledger_search_actor_event on ledger_search (organization_id, element, actor, event, entry_id);

-- A partition for each one of ledger_entry.
do $$
declare
    month record;
begin
    for month in
        select part.relname, pg_get_expr(part.relpartbound, part.oid) as bounds
        from pg_inherits join pg_class as part on part.oid = inhrelid
        where inhparent = 'ledger_entry'::regclass order by part.relname
    loop
        execute format(
            'create table %I partition of ledger_search %s',
            replace(month.relname, 'ledger_entry', 'ledger_search'), month.bounds
        );
    end loop;
end
$$;

-- Elements are looked up by their entry now, and searched above.
alter table ledger_element drop constraint ledger_element_pkey;
alter table ledger_element add primary key (entry_id, element);
drop index ledger_entry_actor;
drop index ledger_entry_event;

-- The rows that the entries between two ids must have, with the rights and the row security of the caller.
create function ledger_search_rows(lowest uuid, highest uuid)
returns table (organization_id uuid, element text, actor uuid, event text, entry_id uuid)
language sql stable as $$
    select entry.organization_id, '', public.ledger_actor(entry.actor_id, entry.actor_kind), entry.event, entry.id
    from public.ledger_entry as entry where entry.id between lowest and highest
    union all
    select entry.organization_id, opened.element, public.ledger_actor(entry.actor_id, entry.actor_kind), entry.event,
        entry.id
    from public.ledger_entry as entry join public.ledger_element as opened on opened.entry_id = entry.id
    where entry.id between lowest and highest and opened.entry_id between lowest and highest
$$;

-- The bounds let the planner leave out other months.
create function ledger_make_searchable() returns trigger language plpgsql as $$
declare
    lowest uuid := (select entry_id from placed order by entry_id limit 1);
    highest uuid := (select entry_id from placed order by entry_id desc limit 1);
begin
    insert into public.ledger_search (organization_id, element, actor, event, entry_id)
    select found.organization_id, found.element, found.actor, found.event, found.entry_id
    from placed join public.ledger_search_rows(lowest, highest) as found on found.entry_id = placed.entry_id;
    return null;
end
$$;

-- What was recorded before there was a search. The owner is bound by row security, too, and belongs to no
-- organization; and the record refuses to be changed, which is lifted here for columns that it never had.
alter table ledger_entry no force row level security;
alter table ledger_element no force row level security;
alter table ledger_subject no force row level security;

insert into ledger_search (organization_id, element, actor, event, entry_id)
select found.organization_id, found.element, found.actor, found.event, found.entry_id
from ledger_search_rows('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff') as found
join ledger_leaf as leaf on leaf.entry_id = found.entry_id;

alter table ledger_subject add column actor uuid, add column event text collate "C",
    add column elements text[] collate "C" not null default '{}';
do $$
declare
    part regclass;
begin
    for part in select relid from pg_partition_tree('ledger_subject') loop
        execute format('alter table %s disable trigger user', part);
    end loop;
    update ledger_subject as subject
    set actor = ledger_actor(entry.actor_id, entry.actor_kind), event = entry.event, elements = array(
        select element from ledger_element as opened where opened.entry_id = entry.id order by element
    )
    from ledger_entry as entry where entry.id = subject.entry_id;
    for part in select relid from pg_partition_tree('ledger_subject') loop
        execute format('alter table %s enable trigger user', part);
    end loop;
end
$$;
alter table ledger_subject drop constraint ledger_subject_pkey;
alter table ledger_subject add primary key (organization_id, member_id, entry_id) include (actor, event, elements);

alter table ledger_entry force row level security;
alter table ledger_element force row level security;
alter table ledger_subject force row level security;

-- As before, and what the search wants to know of an entry stands with each of its members.
create or replace function ledger_append(
    entry_id uuid, organization uuid, event text, actor_kind text, actor_id uuid,
    recorded_at timestamptz, sealed bytea, members uuid[], elements text[]
) returns void language plpgsql as $$
begin
    with entry as (
        insert into public.ledger_entry
            (id, organization_id, event, actor_kind, actor_id, recorded_at, sealed)
        values (entry_id, organization, event, actor_kind, actor_id, recorded_at, sealed)
    )
    insert into public.ledger_subject (entry_id, organization_id, member_id, actor, event, elements)
    select ledger_append.entry_id, organization, member_id, public.ledger_actor(actor_id, actor_kind),
        ledger_append.event, ledger_append.elements
    from unnest(members) as member_id;
    -- Most entries open nothing, and an empty insert is not free.
    if elements <> '{}' then
        insert into public.ledger_element (entry_id, organization_id, element)
        select ledger_append.entry_id, organization, element from unnest(elements) as element;
    end if;
end
$$;

create trigger ledger_leaf_searchable after insert on ledger_leaf
    referencing new table as placed for each statement execute function ledger_make_searchable();

alter table ledger_search enable row level security;
alter table ledger_search force row level security;
create policy ledger_search_of_organization on ledger_search for select
    using (organization_id = (select chaperone_organization()));
create policy ledger_search_audited on ledger_search for select to chaperone_auditor using (true);
create policy ledger_search_filled on ledger_search for insert to chaperone_sequencer with check (true);
create policy ledger_element_sequenced on ledger_element for select to chaperone_sequencer using (true);
grant select on ledger_search to chaperone_web, chaperone_worker, chaperone_auditor, chaperone_backup;
grant insert on ledger_search to chaperone_sequencer;
grant select on ledger_element to chaperone_sequencer;
grant execute on function ledger_search_rows(uuid, uuid) to chaperone_sequencer, chaperone_auditor;

create trigger ledger_search_unchanged before update or delete on ledger_search
    for each row execute function ledger_refuse_change();

create or replace function ledger_guard_partitions() returns void language plpgsql as $$
declare
    unguarded regclass;
begin
    for unguarded in
        select tree.relid
        from (
            values ('ledger_entry'::regclass), ('ledger_subject'::regclass), ('ledger_element'::regclass),
                ('ledger_search'::regclass)
        ) as root (id), pg_partition_tree(root.id) as tree
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
select ledger_guard_partitions();

-- The newest entries of the caller's organization that wait for their place, of the newest `most` that wait at all.
-- ledger_pending names those of every organization, so web and worker do not read it themselves.
create function ledger_waiting(most integer) returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
    select entry.id
    from (select entry_id from public.ledger_pending order by entry_id desc limit most) as pending
    join public.ledger_entry as entry on entry.id = pending.entry_id
    where entry.organization_id = (select public.chaperone_organization())
$$;
grant execute on function ledger_waiting(integer) to chaperone_web, chaperone_worker;
