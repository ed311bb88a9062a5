-- Readings of the installation hold figures and fixed sentences, and belong to no organization: workers take them,
-- pages and commands show them. Alarms stay: who was told of what, and for how long it lasted.
alter table notices_alarm enable row level security;
alter table notices_alarm force row level security;
create policy organization on notices_alarm
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select on notices_alarm to chaperone_web, chaperone_worker;
grant insert on notices_alarm to chaperone_worker;
grant update (told_at, times, ended_at) on notices_alarm to chaperone_worker;
grant update (quiet_until, quieted_by) on notices_alarm to chaperone_web;

grant select, insert, update, delete on notices_standing to chaperone_worker;
grant select on notices_standing to chaperone_web, chaperone_auditor, chaperone_backup;
insert into notices_round (id, begun_at) values (1, now() - interval '1 day');
grant select, update (begun_at) on notices_round to chaperone_worker;

-- The oldest entry that has no place in the ledger's tree yet, of any organization: its id carries its time.
create function notices_oldest_entry_waiting() returns uuid
language sql stable security definer set search_path = pg_catalog as $$
    select entry_id from public.ledger_pending order by entry_id limit 1
$$;
revoke all on function notices_oldest_entry_waiting() from public;
grant execute on function notices_oldest_entry_waiting() to chaperone_worker;
