-- Findings, evaluations, decisions on specifications, releases and processing: each organization its own. Nothing is
-- deleted (45 CFR 164.316(b)(2)(i)); what may be changed is named column by column.
do $$
declare
    name text;
begin
    foreach name in array array[
        'finding', 'findingexception', 'findingimport', 'evaluation', 'specificationdecision', 'release',
        'processingactivity', 'impactassessment'
    ] loop
        execute format('alter table risks_%I enable row level security', name);
        execute format('alter table risks_%I force row level security', name);
        execute format(
            'create policy organization on risks_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select on risks_%I to chaperone_worker, chaperone_auditor', name);
        execute format('grant select, insert on risks_%I to chaperone_web', name);
    end loop;
end
$$;
grant update (rule, title, severity, place, description, remedy, dismissed, state, first_seen_on, last_seen_on, due_on,
    owner_id, closed_by, closed_at, closed_how, closing_note)
    on risks_finding to chaperone_web;
grant update (state, decided_by, decided_at, note) on risks_findingexception to chaperone_web;
grant update (reported, counts, state, decided_by, decided_at) on risks_findingimport to chaperone_web;
grant update (kind, nature, title, scope, performed_by, planned_on, repeat_months, owner_id, state, done_on, result,
    concluded_by, concluded_at)
    on risks_evaluation to chaperone_web;
grant update (changes, ephi, risk, risks, tests, way_back, recorded_by, state, decided_by, decided_at, note)
    on risks_release to chaperone_web;
grant update (name, role, purposes, basis, special, subjects, elements, other_data, recipients, transfers, kept, safeguards,
    criteria, review_on, retired_by, retired_at, retire_reason)
    on risks_processingactivity to chaperone_web;

-- What is signed is not rewritten: a trigger holds what a grant by column cannot.
grant update (choice, reasoning, written_by, written_at, state, signature_id, decided_by, decided_at, review_on, reviewed_at)
    on risks_specificationdecision to chaperone_web;
grant update (description, necessity, risks, measures, advice, written_by, written_at, state, signature_id, decided_by,
    decided_at, review_on)
    on risks_impactassessment to chaperone_web;
create function risks_keep_what_was_signed() returns trigger language plpgsql as $$
declare
    may_change text[] := array['state', 'review_on', 'reviewed_at'];
begin
    if old.signature_id is not null and to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
        raise exception 'What was signed is not changed: write a new one.';
    end if;
    return new;
end
$$;
create trigger risks_keep_what_was_signed before update on risks_specificationdecision
    for each row execute function risks_keep_what_was_signed();
create trigger risks_keep_what_was_signed before update on risks_impactassessment
    for each row execute function risks_keep_what_was_signed();
-- What may ship was approved as it stands.
create function risks_keep_what_was_decided() returns trigger language plpgsql as $$
begin
    if old.state <> 'waiting' then
        raise exception 'What was decided is not changed.';
    end if;
    return new;
end
$$;
create trigger risks_keep_what_was_decided before update on risks_release
    for each row execute function risks_keep_what_was_decided();
create trigger risks_keep_what_was_decided before update on risks_findingexception
    for each row execute function risks_keep_what_was_decided();

-- Whether any organization of this installation approved a version: asked by `chaperone doctor`, which is of none. The
-- owner's policy serves this function only: no server process signs in as the owner.
create policy asking on risks_release for select to chaperone_owner using (true);
create function risks_release_state(p_version text) returns text
    language sql stable security definer set search_path = public, pg_temp
as $$
    select case when bool_or(state = 'approved') then 'approved'
                when bool_or(state = 'waiting') then 'waiting'
                when bool_or(state = 'refused') then 'refused'
                else 'none' end
    from risks_release where version = p_version
$$;
revoke all on function risks_release_state(text) from public;
grant execute on function risks_release_state(text) to chaperone_web;
