-- Notices hold ids and the name of a fixed sentence. Web makes them and shows people theirs; workers send them. Nobody
-- deletes: who was told what, and when, stays.
do $$
declare
    name text;
begin
    foreach name in array array['notice', 'webhook'] loop
        execute format('alter table notices_%I enable row level security', name);
        execute format('alter table notices_%I force row level security', name);
        execute format(
            'create policy organization on notices_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
    end loop;
end
$$;
grant select, insert on notices_notice, notices_webhook to chaperone_web;
grant update (state, settled_at, seen_at) on notices_notice to chaperone_web;
grant update (ended_at) on notices_webhook to chaperone_web;
grant select, insert, update on notices_notice to chaperone_worker;
grant select on notices_webhook to chaperone_worker;

-- Where a notice waits, in any organization. The owner's policy serves this function only: no server process signs in as
-- the owner.
create policy waiting on notices_notice for select to chaperone_owner using (state in ('pending', 'sending'));
create function notices_waiting() returns table (id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct organization_id from notices_notice
    where (state = 'pending' and due_at <= now())
       or (state = 'sending' and claimed_at < now() - interval '90 seconds')
$$;
revoke all on function notices_waiting() from public;
grant execute on function notices_waiting() to chaperone_worker;
