-- When a version was last in effect: until another took its place or the policy was retired; of one that was discarded, when
-- it was saved. Null while it is in force or still to come. Documentation is kept six years from then (164.316(b)(2)(i)).
create function policies_last_in_effect(p_version uuid) returns timestamptz
language sql stable as $$
    select case v.state
        when 'discarded' then v.saved_at
        when 'published' then least(p.retired_on, (
            select min(w.effective_on) from policies_version w
            where w.policy_id = v.policy_id and w.state = 'published' and w.number > v.number
        ))::timestamp at time zone 'UTC'
    end
    from policies_version v join policies_policy p on p.id = v.policy_id
    where v.id = p_version
$$;
revoke all on function policies_last_in_effect(uuid) from public;
grant execute on function policies_last_in_effect(uuid) to chaperone_web, chaperone_worker;

-- Workers dispose of what is six years past that and no hold keeps. Nobody else deletes.
grant delete on policies_version, policies_acknowledgement, policies_review to chaperone_worker;
-- Only so that rows may be locked: a trigger refuses every change of what was published or discarded.
grant update (grace_until) on policies_version to chaperone_worker;
create policy locking on policies_version as restrictive for update to chaperone_worker
    using (state in ('published', 'discarded'));
create policy purged on policies_version as restrictive for delete
    using (policies_last_in_effect(id) < now() - interval '2192 days'
           and not (select retention_held(chaperone_organization(), 'policies.versions', null)));
create policy purged on policies_acknowledgement as restrictive for delete
    using (policies_last_in_effect(version_id) < now() - interval '2192 days'
           and not (select retention_held(chaperone_organization(), 'policies.versions', null)));
create policy purged on policies_review as restrictive for delete
    using (policies_last_in_effect(version_id) < now() - interval '2192 days'
           and not (select retention_held(chaperone_organization(), 'policies.versions', null)));
