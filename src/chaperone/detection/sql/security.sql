-- Alerts, what stands behind them, and how far the record was looked at: each organization its own. Workers raise, people
-- judge; nothing is deleted (45 CFR 164.316(b)(2)(i)).
do $$
declare
    name text;
begin
    foreach name in array array['alert', 'alert_entry', 'cursor'] loop
        execute format('alter table detection_%I enable row level security', name);
        execute format('alter table detection_%I force row level security', name);
        execute format(
            'create policy organization on detection_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
    end loop;
end
$$;

-- What was found changes only with what is found; what people say of it, only they change.
grant select, insert on detection_alert, detection_alert_entry, detection_cursor to chaperone_worker;
grant update (severity, score, features, first_entry_id, last_entry_id, entries, started_at, ended_at, explained_by, figures)
    on detection_alert to chaperone_worker;
grant update (next_leaf, looked_at, caught_up_at) on detection_cursor to chaperone_worker;
grant select on detection_alert, detection_alert_entry, detection_cursor to chaperone_web, chaperone_auditor;
grant update (state, score, acknowledged_by, acknowledged_at, assigned_to, verdict, verdict_reason, closed_by, closed_at)
    on detection_alert to chaperone_web;
