-- Workers dispose of requests to copy that were over six years ago and that no hold keeps (164.316(b)(2)(i)); nobody else
-- deletes. A request without a member is about anybody: what is held of all is asked for it.
grant delete on facilities_copyrequest, facilities_copyuse to chaperone_worker;
-- Only so that rows may be locked.
grant update (note) on facilities_copyrequest to chaperone_worker;
create policy locking on facilities_copyrequest as restrictive for update to chaperone_worker
    using (greatest(ends_at, decided_at) < now() - interval '2192 days')
    with check (false);
create policy purged on facilities_copyrequest as restrictive for delete
    using (greatest(ends_at, decided_at) < now() - interval '2192 days'
           and not retention_held(organization_id, 'facilities.copies', member_id));
create policy purged on facilities_copyuse as restrictive for delete
    using (exists (
        select from facilities_copyrequest r
        where r.id = request_id and greatest(r.ends_at, r.decided_at) < now() - interval '2192 days'
          and not retention_held(r.organization_id, 'facilities.copies', r.member_id)));
