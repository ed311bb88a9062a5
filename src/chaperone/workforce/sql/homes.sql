-- Where people live: each organization its own. Workers renew the indexes and compare them.
alter table workforce_home enable row level security;
alter table workforce_home force row level security;
create policy organization on workforce_home
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select, insert, update (address, phone, household_index, area_index, phone_index)
    on workforce_home to chaperone_web;
grant select, update (address, phone, household_index, area_index, phone_index) on workforce_home to chaperone_worker;
