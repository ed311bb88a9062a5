-- Workers purge sessions that ended long ago and that no hold keeps, and see no others (docs/decisions/0036).
grant select (id, organization_id, ended_at, last_seen_at), delete on accounts_session to chaperone_worker;
-- Only so that rows may be locked: workers see none that this could end.
grant update (ended_why) on accounts_session to chaperone_worker;
create policy purging on accounts_session to chaperone_worker
    using (organization_id = (select chaperone_organization())
           and coalesce(ended_at, last_seen_at) < now() - interval '90 days'
           and not (select retention_held(chaperone_organization(), 'accounts.sessions', null)));
