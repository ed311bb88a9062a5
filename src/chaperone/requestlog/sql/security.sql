-- Who may see and do what. Nobody but the owner has UPDATE, DELETE or TRUNCATE, and the triggers refuse those to the
-- owner as well. What came before an organization was known is kept under the platform (the nil UUID).
alter table requestlog_request enable row level security;
alter table requestlog_request force row level security;
create policy requestlog_request_of_organization on requestlog_request for select
    using (organization_id = (select chaperone_organization()));
create policy requestlog_request_appended on requestlog_request for insert
    with check (organization_id = (select chaperone_organization()));
create policy requestlog_request_audited on requestlog_request for select to chaperone_auditor using (true);
grant select, insert on requestlog_request to chaperone_web;
grant select on requestlog_request to chaperone_auditor, chaperone_backup;

-- One round trip in a transaction of its own: the request's transaction has ended, and its context with it. Runs with
-- the rights and the row security of the caller, and leaves the context as it was.
create function requestlog_append(
    request_id uuid, organization uuid, actor uuid, route text, status smallint, address_index bytea, sealed bytea
) returns void language plpgsql as $$
declare
    before text := coalesce(current_setting('chaperone.organization', true), '');
begin
    perform set_config('chaperone.organization', organization::text, true);
    insert into public.requestlog_request (id, organization_id, actor_id, route, status, address_index, sealed)
    values (request_id, organization, actor, route, status, address_index, sealed);
    perform set_config('chaperone.organization', before, true);
end
$$;
revoke all on function requestlog_append(uuid, uuid, uuid, text, smallint, bytea, bytea) from public;
grant execute on function requestlog_append(uuid, uuid, uuid, text, smallint, bytea, bytea) to chaperone_web;
