-- Workers purge what was settled long ago and no hold keeps (docs/decisions/0036). Nobody else deletes.
grant delete on notices_notice to chaperone_worker;
create policy purged on notices_notice as restrictive for delete
    using (state not in ('pending', 'sending') and settled_at < now() - interval '90 days'
           and not (select retention_held(chaperone_organization(), 'notices.notices', null)));
