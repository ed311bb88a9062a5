-- By which data elements entries are found: a row for each element of which an entry says that it was opened.
-- An element is "table.element", a name in code. Nothing opened, no row.

create table ledger_element (
    entry_id uuid not null,
    organization_id uuid not null,
    element text not null,
    primary key (organization_id, element, entry_id)
) partition by range (entry_id);

-- A partition for each one of ledger_entry, which has months behind as well as ahead.
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
            'create table %I partition of ledger_element %s',
            replace(month.relname, 'ledger_entry', 'ledger_element'), month.bounds
        );
    end loop;
end
$$;

create trigger ledger_element_unchanged before update or delete on ledger_element
    for each row execute function ledger_refuse_change();

create or replace function ledger_guard_partitions() returns void language plpgsql as $$
declare
    unguarded regclass;
begin
    for unguarded in
        select tree.relid
        from (
            values ('ledger_entry'::regclass), ('ledger_subject'::regclass), ('ledger_element'::regclass)
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

alter table ledger_element enable row level security;
alter table ledger_element force row level security;
create policy ledger_element_of_organization on ledger_element for select
    using (organization_id = (select chaperone_organization()));
create policy ledger_element_appended on ledger_element for insert
    with check (organization_id = (select chaperone_organization()));
create policy ledger_element_audited on ledger_element for select to chaperone_auditor using (true);

grant select, insert on ledger_element to chaperone_web, chaperone_worker;
grant select on ledger_element to chaperone_auditor, chaperone_backup;

-- Whoever is writing finishes first, so that no entry of the former format commits after this.
lock table ledger_entry in share mode;

-- As before, and with the elements. A process of the version before finds no function of its form any more, and
-- records and shows nothing until it is started anew: no entry of the former format follows one of this.
drop function ledger_append(uuid, uuid, text, text, uuid, timestamptz, bytea, uuid[]);
create function ledger_append(
    entry_id uuid, organization uuid, event text, actor_kind text, actor_id uuid,
    recorded_at timestamptz, sealed bytea, members uuid[], elements text[]
) returns void language plpgsql as $$
begin
    with entry as (
        insert into public.ledger_entry
            (id, organization_id, event, actor_kind, actor_id, recorded_at, sealed)
        values (entry_id, organization, event, actor_kind, actor_id, recorded_at, sealed)
    )
    insert into public.ledger_subject (entry_id, organization_id, member_id)
    select ledger_append.entry_id, organization, member_id from unnest(members) as member_id;
    -- Most entries open nothing, and an empty insert is not free.
    if elements <> '{}' then
        insert into public.ledger_element (entry_id, organization_id, element)
        select ledger_append.entry_id, organization, element from unnest(elements) as element;
    end if;
end
$$;
grant execute on function
    ledger_append(uuid, uuid, text, text, uuid, timestamptz, bytea, uuid[], text[])
    to chaperone_web, chaperone_worker;
