-- The rota is the organization's: its managers fill it on the web, workers read who is on call. Shifts are never changed
-- or deleted: what was entered later wins, and the history stays.
do $$
declare
    name text;
begin
    foreach name in array array['shift', 'away', 'contact'] loop
        execute format('alter table duties_%I enable row level security', name);
        execute format('alter table duties_%I force row level security', name);
        execute format(
            'create policy organization on duties_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
    end loop;
end
$$;
grant select, insert on duties_shift, duties_away to chaperone_web;
grant update (withdrawn_at) on duties_away to chaperone_web;
grant select, insert, delete on duties_contact to chaperone_web;
grant select on duties_shift, duties_away, duties_contact to chaperone_worker;
