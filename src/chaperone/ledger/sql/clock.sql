-- What the sequencer noticed about the clock. It holds no keys and appends nothing: a worker turns each row into an
-- entry of the platform and names it here. Rows stay, since searches by time need to know how far the clock once was.

create table ledger_clock_jump (
    id uuid primary key,
    kind text not null check (kind in ('back', 'forward')),
    seconds double precision not null check (seconds > 0),
    before timestamptz not null,
    after timestamptz not null,
    at_start boolean not null,
    entry_id uuid
);
create index ledger_clock_jump_unrecorded on ledger_clock_jump (id) where entry_id is null;

-- Once noted it stays as it is; only the entry that records it is filled in, once.
create function ledger_keep_clock_jump() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.entry_id is null
            and (new.id, new.kind, new.seconds, new.before, new.after, new.at_start)
                = (old.id, old.kind, old.seconds, old.before, old.after, old.at_start) then
            return new;
        end if;
    end if;
    raise exception 'what the clock did is kept: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
create trigger ledger_clock_jump_kept before update or delete on ledger_clock_jump
    for each row execute function ledger_keep_clock_jump();
create trigger ledger_clock_jump_not_truncated before truncate on ledger_clock_jump
    for each statement execute function ledger_refuse_change();

grant insert (id, kind, seconds, before, after, at_start), select on ledger_clock_jump to chaperone_sequencer;
grant select, update (entry_id) on ledger_clock_jump to chaperone_worker;
grant select on ledger_clock_jump to chaperone_web, chaperone_auditor, chaperone_backup;
