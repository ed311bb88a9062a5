-- What row-security policies read. Settings are local to a transaction (chaperone.database.context);
-- unset or empty gives NULL, and a comparison with NULL gives no rows.
-- Plain SQL, STABLE and neither STRICT nor SECURITY DEFINER, so that the planner puts the body in place.

create or replace function chaperone_organization() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('chaperone.organization', true), '')::uuid $$;

create or replace function chaperone_staff() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('chaperone.staff', true), '')::uuid $$;

create or replace function chaperone_scope() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('chaperone.scope', true), '') $$;

create or replace function chaperone_care_teams() returns uuid[]
language sql stable parallel safe
as $$ select string_to_array(nullif(current_setting('chaperone.care_teams', true), ''), ',')::uuid[] $$;

-- Members who are reached one by one: a grant for a single member, emergency access.
create or replace function chaperone_members() returns uuid[]
language sql stable parallel safe
as $$ select string_to_array(nullif(current_setting('chaperone.members', true), ''), ',')::uuid[] $$;
