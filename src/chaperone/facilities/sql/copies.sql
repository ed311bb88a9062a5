-- Requests to copy ePHI and their uses: each organization its own. A request changes by its decision alone; a use never;
-- nothing is deleted (45 CFR 164.316(b)(2)(i)).
do $$
declare
    name text;
begin
    foreach name in array array['copyrequest', 'copyuse'] loop
        execute format('alter table facilities_%I enable row level security', name);
        execute format('alter table facilities_%I force row level security', name);
        execute format(
            'create policy organization on facilities_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select on facilities_%I to chaperone_web, chaperone_worker, chaperone_auditor', name);
    end loop;
end
$$;
-- Nobody enters a request that is approved already.
create policy asking on facilities_copyrequest as restrictive for insert
    with check (state = 'waiting' and decided_by is null);
grant insert on facilities_copyrequest to chaperone_web;
grant update (state, decided_by, decided_at, note) on facilities_copyrequest to chaperone_web;
grant insert on facilities_copyuse to chaperone_web, chaperone_worker;

-- A request, held until the transaction ends: whoever takes it back waits for what is leaving under it, and what comes
-- after that finds it taken back. As the owner, because a row lock asks for the right to update, which workers do not
-- have; the policy above binds the owner, too.
create function facilities_hold_copy(p_id uuid) returns setof facilities_copyrequest
    language sql security definer set search_path = public, pg_temp
as $$
    select * from facilities_copyrequest
    where organization_id = chaperone_organization() and id = p_id
    for update
$$;
revoke all on function facilities_hold_copy(uuid) from public;
grant execute on function facilities_hold_copy(uuid) to chaperone_web, chaperone_worker;
