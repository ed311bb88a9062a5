-- Sites, visitors, devices and media: each organization its own. What is entered stays; only the columns that tell what
-- became of it may be set later, and nothing is deleted (45 CFR 164.316(b)(2)(i)).
do $$
declare
    name text;
begin
    foreach name in array array['site', 'plan', 'visit', 'maintenance', 'badge', 'badgeuse', 'device', 'devicecheck',
                                'movement', 'disposal'] loop
        execute format('alter table facilities_%I enable row level security', name);
        execute format('alter table facilities_%I force row level security', name);
        execute format(
            'create policy organization on facilities_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select, insert on facilities_%I to chaperone_web', name);
        execute format('grant select on facilities_%I to chaperone_worker, chaperone_auditor', name);
    end loop;
end
$$;
grant update (name, address, contact_name, contact_phone, way_in, retired_at) on facilities_site to chaperone_web;
grant update (signed_by, signed_at, reviewed_on, review_due_on) on facilities_plan to chaperone_web;
grant update (left_at, signed_out_by) on facilities_visit to chaperone_web;
grant update (retired_at) on facilities_badge to chaperone_web;
grant update (name, serial, owner, holds_ephi, state, disk_encrypted, firewall_on, checked_on, check_due_on)
    on facilities_device to chaperone_web;
grant update (returned_at, return_note) on facilities_movement to chaperone_web;
grant update (confirmed_by, confirmed_at, number, entry_id) on facilities_disposal to chaperone_web;

-- What holds ePHI cannot be said to leave as if it held none: the rule about a verified copy stands on it
-- (45 CFR 164.310(d)(2)(iv)).
create function facilities_movement_tells_ephi() returns trigger
    language plpgsql
as $$
begin
    if not new.held_ephi and exists (
        select from facilities_device d where d.id = new.device_id and d.holds_ephi) then
        raise check_violation using message = 'the device holds ePHI: a verified copy comes first';
    end if;
    return new;
end
$$;
create trigger facilities_movement_tells_ephi before insert on facilities_movement
    for each row execute function facilities_movement_tells_ephi();

-- What was signed, returned or certified stays as it is.
create function facilities_stays() returns trigger
    language plpgsql
as $$
begin
    raise insufficient_privilege using message = 'this has been settled and stays';
end
$$;
create trigger facilities_plan_stays before update of signed_by, signed_at on facilities_plan
    for each row when (old.signed_at is not null) execute function facilities_stays();
create trigger facilities_visit_stays before update on facilities_visit
    for each row when (old.left_at is not null) execute function facilities_stays();
create trigger facilities_movement_stays before update on facilities_movement
    for each row when (old.returned_at is not null) execute function facilities_stays();
create trigger facilities_disposal_stays before update on facilities_disposal
    for each row when (old.confirmed_at is not null) execute function facilities_stays();
