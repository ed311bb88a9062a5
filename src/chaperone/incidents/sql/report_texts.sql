-- What officers text back to members who reported by text: seen with the report, and never changed.
alter table incidents_reporttext enable row level security;
alter table incidents_reporttext force row level security;
create policy organization on incidents_reporttext
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
create policy of_a_report_i_see on incidents_reporttext as restrictive for select
    using (exists (select from incidents_report r where r.id = report_id));
grant select, insert on incidents_reporttext to chaperone_web;
grant select on incidents_reporttext to chaperone_worker;
grant update (state, message_id) on incidents_reporttext to chaperone_worker;
