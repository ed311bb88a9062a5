-- The request log: one row for each request, partitioned by month over the id (a UUID version 7 begins with its time).
-- The sealed record is what counts; the other columns are there to search by and hold ids, a route's name, a status
-- and a keyed hash of the address, nothing that somebody typed.
create table requestlog_request (
    id uuid primary key,
    organization_id uuid not null,
    actor_id uuid,
    route text not null,
    status smallint not null,
    address_index bytea not null,
    sealed bytea not null
) partition by range (id);

-- Sealed bytes do not compress: trying costs time on every request.
alter table requestlog_request alter column sealed set storage external;

create index requestlog_request_newest on requestlog_request (organization_id, id);
create index requestlog_request_actor on requestlog_request (organization_id, actor_id, id);
create index requestlog_request_route on requestlog_request (organization_id, route, id);
create index requestlog_request_address on requestlog_request (organization_id, address_index, id);
-- Refused and failed requests are few, and the ones that are looked for.
create index requestlog_request_wrong on requestlog_request (organization_id, id) where status >= 400;
