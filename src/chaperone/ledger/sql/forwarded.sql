-- How far the record has been sent to each sink. No organization, no member: a place in the tree, which is public.

create table ledger_forwarded (
    sink text primary key check (sink ~ '^[a-z][a-z0-9-]{0,31}$'),
    next_leaf bigint not null default 0 check (next_leaf >= 0),
    began_at timestamptz not null default now(),
    received_at timestamptz,
    error text not null default '' check (length(error) <= 1000)
);

-- The auditor opens entries, so it sends them, too. It may move a place, and nothing else on the record.
grant select on ledger_forwarded to chaperone_auditor, chaperone_backup;
grant insert (sink), update (next_leaf, received_at, error) on ledger_forwarded to chaperone_auditor;
