-- That a covered entity was told, whose business associate we are: kept as it was recorded.
alter table incidents_customernotice enable row level security;
alter table incidents_customernotice force row level security;
create policy organization on incidents_customernotice
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
create policy of_a_case_i_see on incidents_customernotice as restrictive for select
    using (exists (select from incidents_incident i where i.id = incident_id));
grant select, insert on incidents_customernotice to chaperone_web;
grant select on incidents_customernotice to chaperone_worker, chaperone_auditor;

-- A file is of a notice, or of an incident whose words may follow later.
alter policy of_a_case_i_see on incidents_mailing
    using (exists (select from incidents_notice n where n.id = notice_id)
           or exists (select from incidents_incident i where i.id = incident_id));
