-- How far each organization's request log was looked at: workers alone.
alter table detection_request_cursor enable row level security;
alter table detection_request_cursor force row level security;
create policy organization on detection_request_cursor
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select, insert, update (next_id) on detection_request_cursor to chaperone_worker;
