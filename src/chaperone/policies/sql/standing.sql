-- Until when each person lacks nothing: a place to look it up, which opens nothing.
alter table policies_standing enable row level security;
alter table policies_standing force row level security;
create policy organization on policies_standing
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select, insert on policies_standing to chaperone_web;
grant update (done_until) on policies_standing to chaperone_web;
grant select on policies_standing to chaperone_worker, chaperone_auditor;
