-- What somebody of an organization decided about an entry of the library. Rows are never changed but
-- for the moment when a later decision took their place.
alter table assistant_review enable row level security;
alter table assistant_review force row level security;
create policy organization on assistant_review
  using (organization_id = (select chaperone_organization()))
  with check (organization_id = (select chaperone_organization()));
grant select, insert, update (superseded_at) on assistant_review to chaperone_web;
grant select on assistant_review to chaperone_worker;
