-- What an organization publishes of how it stands. Each decision is a row, and none is changed.
alter table evidence_trustpage enable row level security;
alter table evidence_trustpage force row level security;
create policy organization on evidence_trustpage
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select, insert on evidence_trustpage to chaperone_web;
grant select on evidence_trustpage to chaperone_worker, chaperone_auditor;

-- What anybody may read, before any organization is in context: statuses of the last frozen day of an organization that
-- publishes them; no figures, sentences or remedies. The owner's policies serve this function only: no server process
-- signs in as the owner.
create policy publishing on evidence_trustpage for select to chaperone_owner using (true);
create policy publishing on evidence_day for select to chaperone_owner using (true);
create policy publishing on evidence_frozen for select to chaperone_owner using (true);
create function evidence_public_standing(p_slug text)
    returns table (
        organization_id uuid, organization text, left_out text[], on_day date, frozen_at timestamptz,
        entry_id uuid, note text, statuses jsonb
    )
    language sql stable security definer set search_path = public, pg_temp
as $$
    select o.id, o.name::text, page.left_out::text[], day.on, day.frozen_at, day.entry_id, day.note,
        coalesce(
            (select jsonb_object_agg(f.citation, f.status) from evidence_frozen f where f.day_id = day.id), '{}')
    from organizations_organization o
        join lateral (
            select * from evidence_trustpage t where t.organization_id = o.id order by t.id desc limit 1
        ) page on page.is_public
        left join lateral (
            select * from evidence_day d where d.organization_id = o.id order by d.on desc limit 1
        ) day on true
    where o.slug = p_slug
$$;
revoke all on function evidence_public_standing(text) from public;
grant execute on function evidence_public_standing(text) to chaperone_web;
