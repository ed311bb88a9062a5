-- Incidents and reports: each organization its own. Nothing is deleted (45 CFR 164.316(b)(2)(i), 164.530(j)); what may
-- be changed is named column by column, and what was reported or noted stays as it was written.
do $$
declare
    name text;
begin
    foreach name in array array['incident', 'duty', 'task', 'note', 'containment', 'report', 'counter'] loop
        execute format('alter table incidents_%I enable row level security', name);
        execute format('alter table incidents_%I force row level security', name);
        execute format(
            'create policy organization on incidents_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select, insert on incidents_%I to chaperone_web', name);
        execute format('grant select on incidents_%I to chaperone_worker', name);
    end loop;
end
$$;

-- Whom a case or a report is about never reads it, whatever they may do otherwise (45 CFR 164.530(g)).
create policy not_about_me on incidents_incident as restrictive for select
    using ((about_id = (select chaperone_staff())) is not true);
create policy not_about_me on incidents_report as restrictive for select
    using ((names_id = (select chaperone_staff())) is not true);
do $$
declare
    name text;
begin
    foreach name in array array['duty', 'task', 'note', 'containment'] loop
        execute format(
            'create policy of_a_case_i_see on incidents_%I as restrictive for select'
            ' using (exists (select from incidents_incident i where i.id = incident_id))', name);
    end loop;
end
$$;

grant update (title, kind, severity, confidential, about_id, state, happened_from, happened_until, discovered_at,
    lead_id, playbook_id, acknowledged_at, contained_at, eradicated_at, recovered_at, closed_at, closed_by)
    on incidents_incident to chaperone_web;
grant update (ended_at) on incidents_duty to chaperone_web;
grant update (owner_id, due_on, outcome, not_needed, done_at, done_by) on incidents_task to chaperone_web;
grant update (undone_by, undone_at, finished_at) on incidents_containment to chaperone_web;
grant update (state, names_id, confidential, acknowledged_at, acknowledged_by, answer, incident_id, closed_at, closed_by)
    on incidents_report to chaperone_web;
grant update (last) on incidents_counter to chaperone_web, chaperone_worker;

-- A member's text is a report without anybody being there; nor is anybody when one waits for too long.
grant insert on incidents_report, incidents_counter to chaperone_worker;
grant update (escalated_at) on incidents_report to chaperone_worker;
-- New keys are made by a worker.
grant update (finished_at) on incidents_containment to chaperone_worker;

-- Auditors read how incidents were dealt with, and not who is suspected.
create policy without_confidential on incidents_incident as restrictive for select to chaperone_auditor
    using (not confidential);
grant select on incidents_incident, incidents_duty, incidents_task, incidents_note, incidents_containment
    to chaperone_auditor;

-- Whose public page it is, by the organization's short name: nobody is signed in there.
create function incidents_organization(p_slug text) returns table (id uuid, name text, time_zone text)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select o.id, o.name::text, o.time_zone::text from organizations_organization o where o.slug = p_slug
$$;
revoke all on function incidents_organization(text) from public;
grant execute on function incidents_organization(text) to chaperone_web;
