-- Written by a restore, which acts as the owner; read by everybody who works here. No organization's, no member's.
grant select on continuity_restoration to chaperone_web, chaperone_worker, chaperone_auditor;
create function continuity_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'what was restored stays on record: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
create trigger continuity_restoration_unchanged before update or delete or truncate on continuity_restoration
    for each statement execute function continuity_refuse_change();
