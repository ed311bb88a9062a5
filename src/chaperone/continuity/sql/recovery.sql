-- Recovery and exercises: each organization its own. Nothing is deleted (45 CFR 164.316(b)(2)(i)); what may be changed
-- is named column by column, and what was signed or filed stays as it was.
do $$
declare
    name text;
begin
    foreach name in array array['system', 'callcontact', 'putaway', 'criticalityanalysis', 'exercise'] loop
        execute format('alter table continuity_%I enable row level security', name);
        execute format('alter table continuity_%I force row level security', name);
        execute format(
            'create policy organization on continuity_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select on continuity_%I to chaperone_worker, chaperone_auditor', name);
        execute format('grant select, insert on continuity_%I to chaperone_web', name);
    end loop;
end
$$;
grant update (name, about, outage_minutes, loss_minutes, needs, restored, how, meanwhile, asset_id, owner_id, retired_by,
    retired_at, retire_reason)
    on continuity_system to chaperone_web;
grant update (place, name, reason, phone, other, hours, note, retired_by, retired_at)
    on continuity_callcontact to chaperone_web;
grant update (done_on) on continuity_exercise to chaperone_web;
grant insert on continuity_exercise to chaperone_worker;

-- Drills are of the installation: everybody's officers read how the backups that hold their data fared.
grant select on continuity_drill to chaperone_web, chaperone_auditor;
grant select, insert on continuity_drill to chaperone_worker;
grant update (state, ended_at, seconds, recovered_to, figures, why) on continuity_drill to chaperone_worker;
create function continuity_keep_drills() returns trigger language plpgsql as $$
begin
    if old.state <> 'running' then
        raise exception 'What came of a drill is not changed.';
    end if;
    return new;
end
$$;
create trigger continuity_keep_drills before update on continuity_drill
    for each row execute function continuity_keep_drills();
