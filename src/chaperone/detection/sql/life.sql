-- What people do with alerts, what they change about rules, and the weekly review. Each organization its own; nothing is
-- deleted (45 CFR 164.316(b)(2)(i)).
do $$
declare
    name text;
begin
    foreach name in array array['remark', 'tuning', 'review', 'reviewed_access'] loop
        execute format('alter table detection_%I enable row level security', name);
        execute format('alter table detection_%I force row level security', name);
        execute format(
            'create policy organization on detection_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
    end loop;
end
$$;

-- Nobody finds an alert about themself, whatever a page forgets to ask. Programs act for nobody, and find all.
create policy not_about_oneself on detection_alert as restrictive for select using (
    actor_id is null or actor_id is distinct from (select chaperone_staff()));
create policy not_about_oneself on detection_alert_entry as restrictive for select using (
    exists (select from detection_alert as alert where alert.id = alert_id));
create policy not_about_oneself on detection_remark as restrictive for select using (
    exists (select from detection_alert as alert where alert.id = alert_id));

grant select, insert on detection_remark to chaperone_web;
grant select, insert on detection_tuning to chaperone_web;
grant update (ended_by, ended_at) on detection_tuning to chaperone_web;
grant select, insert on detection_review, detection_reviewed_access to chaperone_worker;
grant update (signed_by, signed_at) on detection_review to chaperone_web;
grant update (verdict, note, judged_by, judged_at) on detection_reviewed_access to chaperone_web;
grant select on detection_review, detection_reviewed_access to chaperone_web;
grant select on detection_tuning to chaperone_worker;
grant select on detection_remark, detection_tuning, detection_review, detection_reviewed_access to chaperone_auditor;

-- Nobody judges their own access, and what was signed stays signed.
create function detection_refuse_own_access() returns trigger language plpgsql as $$
begin
    if new.actor_id = (select public.chaperone_staff()) then
        raise exception 'nobody judges their own access' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger detection_reviewed_access_by_another before update on detection_reviewed_access
    for each row execute function detection_refuse_own_access();
create function detection_keep_signed() returns trigger language plpgsql as $$
begin
    if old.signed_at is not null then
        raise exception 'this review was signed' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger detection_review_signed before update on detection_review
    for each row execute function detection_keep_signed();
