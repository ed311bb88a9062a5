-- The secret links to people's calendars, and who was reminded of what. Links end and reminders stay; nothing is deleted.
do $$
declare
    name text;
begin
    foreach name in array array['feed', 'reminder'] loop
        execute format('alter table duties_%I enable row level security', name);
        execute format('alter table duties_%I force row level security', name);
        execute format(
            'create policy organization on duties_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
    end loop;
end
$$;
grant select, insert on duties_feed to chaperone_web;
grant update (ended_at) on duties_feed to chaperone_web;
grant select on duties_reminder to chaperone_web;
grant select, insert on duties_reminder to chaperone_worker;
grant select on duties_feed, duties_reminder to chaperone_auditor;

-- Whose calendar a link opens, which must be known before the organization is. The owner's policy serves this function
-- only: no server process signs in as the owner.
create policy looking_up on duties_feed for select to chaperone_owner using (ended_at is null);
create function duties_feed_of(p_hash text) returns table (organization_id uuid, user_id uuid, token_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
    select organization_id, user_id, token_hash::text from duties_feed where token_hash = p_hash and ended_at is null
$$;
revoke all on function duties_feed_of(text) from public;
grant execute on function duties_feed_of(text) to chaperone_web;
