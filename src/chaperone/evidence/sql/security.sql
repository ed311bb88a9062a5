-- Evidence: each organization its own. Workers compute and freeze; people read, plan and sign. Nothing is deleted
-- (45 CFR 164.316(b)(2)(i)).
do $$
declare
    name text;
begin
    foreach name in array array[
        'reading', 'day', 'frozen', 'collection', 'plan', 'notapplicable', 'package', 'packagepiece'
    ] loop
        execute format('alter table evidence_%I enable row level security', name);
        execute format('alter table evidence_%I force row level security', name);
        execute format(
            'create policy organization on evidence_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select on evidence_%I to chaperone_web, chaperone_worker, chaperone_auditor', name);
    end loop;
end
$$;
grant insert on evidence_reading, evidence_day, evidence_frozen, evidence_package, evidence_packagepiece,
    evidence_collection to chaperone_worker;
grant update (status, sentence, figures, ledger, remedy, collected_at, since) on evidence_reading to chaperone_worker;
grant update (note, noted_at) on evidence_day to chaperone_worker;
grant update (state, begun_at, ended_at, changed) on evidence_collection to chaperone_worker;
grant update (state, stage, began_at, ended_at, why, size, sha256, entry_id) on evidence_package to chaperone_worker;
grant insert on evidence_collection, evidence_plan, evidence_notapplicable, evidence_package to chaperone_web;
grant update (owner_id, next_step, due_on, set_by, set_at) on evidence_plan to chaperone_web;
grant update (state, decided_by, decided_at, agreement_id, entry_id, ended_by, ended_at)
    on evidence_notapplicable to chaperone_web;

-- What was found on a day stays as it was found, whoever asks; only the checkpoint that proves it is filled in, once.
create function evidence_keep_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'evidence_day' then
        if old.note = '' and to_jsonb(new) - array['note', 'noted_at'] = to_jsonb(old) - array['note', 'noted_at'] then
            return new;
        end if;
    end if;
    raise exception 'what was frozen is kept: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
create trigger evidence_day_kept before update or delete on evidence_day
    for each row execute function evidence_keep_frozen();
create trigger evidence_frozen_kept before update or delete on evidence_frozen
    for each row execute function evidence_keep_frozen();
create trigger evidence_day_not_truncated before truncate on evidence_day
    for each statement execute function evidence_keep_frozen();
create trigger evidence_frozen_not_truncated before truncate on evidence_frozen
    for each statement execute function evidence_keep_frozen();

-- What two people signed is not rewritten; it ends.
create function evidence_keep_what_was_signed() returns trigger language plpgsql as $$
declare
    may_change text[] := array[
        'state', 'decided_by', 'decided_at', 'agreement_id', 'entry_id', 'ended_by', 'ended_at'
    ];
begin
    if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change
        or (old.state || '>' || new.state) not in (
            'waiting>in_force', 'waiting>refused', 'waiting>ended', 'in_force>ended')
        or (old.decided_by is not null
            and (new.decided_by, new.decided_at, new.agreement_id, new.entry_id)
                is distinct from (old.decided_by, old.decided_at, old.agreement_id, old.entry_id)) then
        raise exception 'what was signed is not changed: sign a new one' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger evidence_keep_what_was_signed before update on evidence_notapplicable
    for each row execute function evidence_keep_what_was_signed();
