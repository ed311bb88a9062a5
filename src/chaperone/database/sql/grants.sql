-- What every login may do before any room grants it more. Run by the owner, at every upgrade.

alter schema public owner to chaperone_owner;
revoke all on schema public from public;
grant usage on schema public
    to chaperone_web, chaperone_worker, chaperone_sequencer, chaperone_auditor, chaperone_backup;

-- A new function is for nobody until a room says for whom: by default everybody could call a
-- SECURITY DEFINER function.
alter default privileges for role chaperone_owner revoke execute on functions from public;

revoke execute on function
    chaperone_organization(), chaperone_staff(), chaperone_scope(), chaperone_care_teams(),
    chaperone_members()
    from public;
grant execute on function
    chaperone_organization(), chaperone_staff(), chaperone_scope(), chaperone_care_teams(),
    chaperone_members()
    to chaperone_web, chaperone_worker, chaperone_sequencer, chaperone_auditor, chaperone_backup;
