-- The ledger's tables. Entry and subject are partitioned by month over the id (a UUID version 7 begins with
-- its time), so that the primary key stays the id alone and pruning drops whole partitions.

create table ledger_entry (
    id uuid primary key,
    organization_id uuid not null,
    event text not null,
    actor_kind text not null,
    actor_id uuid,
    recorded_at timestamptz not null,
    sealed bytea not null
) partition by range (id);

-- Sealed bytes do not compress: trying costs time on every append.
alter table ledger_entry alter column sealed set storage external;
create index ledger_entry_actor on ledger_entry (organization_id, actor_id, id);
create index ledger_entry_event on ledger_entry (organization_id, event, id);

create table ledger_subject (
    entry_id uuid not null,
    organization_id uuid not null,
    member_id uuid not null,
    primary key (organization_id, member_id, entry_id)
) partition by range (entry_id);

-- Entries that have no place in the tree yet. Vacuumed often: every entry passes through here.
create table ledger_pending (
    entry_id uuid primary key
) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

create table ledger_leaf (
    leaf_index bigint primary key check (leaf_index >= 0),
    entry_id uuid not null unique,
    leaf_hash bytea not null check (length(leaf_hash) = 32)
);

-- The tree as it stands: one row. `epoch` is the fencing token: whoever takes over raises it, and a write under
-- an older one changes no row.
create table ledger_tree (
    id smallint primary key check (id = 1),
    size bigint not null check (size >= 0),
    frontier bytea not null,
    epoch bigint not null
) with (fillfactor = 10);

-- The frontier of an empty tree, as chaperone.merkle.log.frontier writes it.
insert into ledger_tree (id, size, frontier, epoch) values (1, 0, '\x010000000000000000', 0);

create table ledger_checkpoint (
    size bigint primary key check (size > 0),
    root bytea not null check (length(root) = 32),
    note text not null,
    signed_at timestamptz not null
);
