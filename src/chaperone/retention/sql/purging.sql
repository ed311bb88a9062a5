-- How long things are kept, what is held, and what was purged: each organization its own. Runs of what tenants share
-- (organization nil) everybody may see: they hold names of classes, counts and times.
do $$
declare
    name text;
begin
    foreach name in array array['hold', 'period', 'run', 'step', 'runcertificate'] loop
        execute format('alter table retention_%I enable row level security', name);
        execute format('alter table retention_%I force row level security', name);
        execute format(
            'create policy organization on retention_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select on retention_%I to chaperone_web, chaperone_worker, chaperone_auditor', name);
    end loop;
    foreach name in array array['run', 'step', 'runcertificate'] loop
        execute format(
            'create policy shared on retention_%I for select'
            ' using (organization_id = ''00000000-0000-0000-0000-000000000000'''
            '        and (select chaperone_organization()) is not null)', name);
    end loop;
end
$$;

-- People place holds and agree on their end; nothing else of a hold ever changes, and its end only once.
grant insert on retention_hold to chaperone_web;
grant update (release_asked_by, release_asked_at, released_by, released_at) on retention_hold to chaperone_web;
create policy beginning on retention_hold as restrictive for insert to chaperone_web
    with check (placed_by = (select chaperone_staff()) and released_at is null and release_asked_at is null);
create function retention_released_once() returns trigger language plpgsql as $$
begin
    raise exception 'this hold was released already' using errcode = 'check_violation';
end
$$;
create trigger retention_hold_released_once before update on retention_hold
    for each row when (old.released_at is not null) execute function retention_released_once();

-- Who asks for a shorter period and who agrees are two people (and a constraint says so, too); what is decided stays.
grant insert on retention_period to chaperone_web;
grant update (state, decided_by, decided_at) on retention_period to chaperone_web;
create policy asking on retention_period as restrictive for insert to chaperone_web
    with check (asked_by = (select chaperone_staff()) and decided_by is null
        and (state = 'waiting' and decided_at is null or (state = 'in_force' and days >= before)));
create function retention_decided_once() returns trigger language plpgsql as $$
begin
    raise exception 'this was decided already' using errcode = 'check_violation';
end
$$;
create trigger retention_period_decided_once before update on retention_period
    for each row when (old.state <> 'waiting') execute function retention_decided_once();

-- Web asks for a run and stops one; workers carry it out.
grant insert on retention_run to chaperone_web, chaperone_worker;
grant update (stopped_by) on retention_run to chaperone_web;
grant update (state, now, stopped_by, ended_at, why) on retention_run to chaperone_worker;
create policy asking on retention_run as restrictive for insert to chaperone_web
    with check (kind = 'asked' and state = 'waiting' and begun_by = (select chaperone_staff()));
grant insert on retention_step, retention_runcertificate to chaperone_worker;
grant update (purged, reached, digest, state) on retention_step to chaperone_worker;
create trigger retention_runcertificate_unchanged before update or delete on retention_runcertificate
    for each row execute function retention_refuse_change();
create trigger retention_runcertificate_kept before update or delete or truncate on retention_runcertificate
    for each statement execute function retention_refuse_change();
-- What went is never counted down again.
create function retention_step_forward() returns trigger language plpgsql as $$
begin
    if new.purged < old.purged or old.state = 'done' then
        raise exception 'what was purged stays counted' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger retention_step_forward before update on retention_step
    for each row execute function retention_step_forward();

-- Whether a hold keeps something, asked by the policies of the tables that rows are purged from.
create function retention_held(p_organization uuid, p_class text, p_member uuid) returns boolean
language sql stable as $$
    select exists (
        select from retention_hold h
        where h.organization_id = p_organization and h.released_at is null
          and (h.reach = 'organization' or (h.reach = 'class' and h.class_name = p_class)
               or (h.reach = 'member' and h.member_id = p_member))
    )
$$;
revoke all on function retention_held(uuid, text, uuid) from public;
grant execute on function retention_held(uuid, text, uuid) to chaperone_worker;

-- What tenants share goes for all at once: a hold of any of them keeps it. The owner's policy serves functions and the
-- operator's commands: no server process signs in as the owner.
create policy everywhere on retention_hold for select to chaperone_owner using (true);
create function retention_held_anywhere(p_class text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from retention_hold h
        where h.released_at is null and (h.reach <> 'class' or h.class_name = p_class)
    )
$$;
revoke all on function retention_held_anywhere(text) from public;
grant execute on function retention_held_anywhere(text) to chaperone_worker;

-- A member's key in force is what their data hangs on. Retired keys that seal nothing any more may go: rotation destroys
-- them (chaperone.vault.rotation).
create function retention_keep_held_key() returns trigger language plpgsql as $$
begin
    if retention_held(old.organization_id, '', old.member_id) then
        raise exception 'a legal hold keeps this member''s data' using errcode = 'insufficient_privilege';
    end if;
    return old;
end
$$;
create trigger retention_key_held before delete on vault_key
    for each row when (old.member_id is not null and old.state = 'active')
    execute function retention_keep_held_key();

-- When an id of version 7 was made: its first 48 bits are milliseconds (RFC 9562, 5.7).
create function retention_instant_of(p_id uuid) returns timestamptz
language sql immutable parallel safe as $$
    select to_timestamp(('x' || substr(replace(p_id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)
$$;
revoke all on function retention_instant_of(uuid) from public;
grant execute on function retention_instant_of(uuid) to chaperone_web, chaperone_worker;

-- One row: when purging last saw the clock, and how far it had jumped when somebody last vouched for it.
insert into retention_clockwatch (id, seen_at, vouched_jumps)
    select 1, clock_timestamp(), coalesce(sum(case kind when 'forward' then seconds else -seconds end), 0)
    from ledger_clock_jump;
grant select on retention_clockwatch to chaperone_web, chaperone_worker, chaperone_auditor;
grant update (seen_at, vouched_at, vouched_jumps) on retention_clockwatch to chaperone_worker;

-- The request log goes by whole months, for all organizations at once: nobody may delete from it, and nobody but the owner
-- could drop a month. These do no more than that, and only six years after the month's end, whatever they are told.
create function retention_request_months(p_bound timestamptz) returns table (name text, entries bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    for name in
        select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'requestlog_request'::regclass
          and (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC' <= p_bound
        order by 1
    loop
        execute format('select count(*) from %I', name) into entries;
        return next;
    end loop;
end
$$;
create function retention_drop_request_month(p_name text) returns bigint
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '100ms' as $$
declare
    entries bigint;
begin
    select m.entries into entries from retention_request_months(now() - interval '2192 days') m where m.name = p_name;
    if entries is null then
        raise exception '% is no month of the request log that may go', p_name using errcode = 'insufficient_privilege';
    end if;
    if retention_held_anywhere('requestlog.requests') then
        raise exception 'a legal hold keeps the request log' using errcode = 'insufficient_privilege';
    end if;
    execute format('drop table %I', p_name);
    return entries;
end
$$;
revoke all on function retention_request_months(timestamptz), retention_drop_request_month(text) from public;
grant execute on function retention_request_months(timestamptz), retention_drop_request_month(text) to chaperone_worker;
