-- How the assistant did on an organization's own labelled texts: figures and versions, never a text.
alter table assistant_evaluation enable row level security;
alter table assistant_evaluation force row level security;
create policy organization on assistant_evaluation
  using (organization_id = (select chaperone_organization()))
  with check (organization_id = (select chaperone_organization()));
grant select on assistant_evaluation to chaperone_web;
