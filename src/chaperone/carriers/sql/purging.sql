-- Workers purge what was received long ago and no hold keeps; they read ids and times alone (docs/decisions/0036).
grant select (id, organization_id, received_at), delete on carriers_unknowntext, carriers_inbound to chaperone_worker;
-- Only so that rows may be locked.
grant update (received_at) on carriers_unknowntext, carriers_inbound to chaperone_worker;
create policy locking on carriers_unknowntext as restrictive for update to chaperone_worker with check (false);
create policy locking on carriers_inbound as restrictive for update to chaperone_worker with check (false);
create policy purged on carriers_unknowntext as restrictive for delete
    using (received_at < now() - interval '30 days'
           and not (select retention_held(chaperone_organization(), 'carriers.unknown_texts', null)));
create policy purged on carriers_inbound as restrictive for delete
    using (received_at < now() - interval '90 days'
           and not (select retention_held(chaperone_organization(), 'carriers.arrivals', null)));
