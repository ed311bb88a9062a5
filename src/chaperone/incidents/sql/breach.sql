-- What a breach exposed, whether it is one, and who was told (45 CFR 164.402-414). Nothing is deleted; what was found,
-- judged or said stays as it was, and the burden of proof is on these rows (164.414(b)).
do $$
declare
    name text;
begin
    foreach name in array array['exposure', 'assessment', 'clock', 'delay', 'notice', 'delivery', 'mailing', 'mailingpiece']
    loop
        execute format('alter table incidents_%I enable row level security', name);
        execute format('alter table incidents_%I force row level security', name);
        execute format(
            'create policy organization on incidents_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
        execute format('grant select on incidents_%I to chaperone_web, chaperone_worker', name);
    end loop;
    -- Who does not see a case sees nothing of it.
    foreach name in array array['exposure', 'assessment', 'clock', 'delay', 'notice'] loop
        execute format(
            'create policy of_a_case_i_see on incidents_%I as restrictive for select'
            ' using (exists (select from incidents_incident i where i.id = incident_id))', name);
        execute format('grant select on incidents_%I to chaperone_auditor', name);
    end loop;
    foreach name in array array['delivery', 'mailing'] loop
        execute format(
            'create policy of_a_case_i_see on incidents_%I as restrictive for select'
            ' using (exists (select from incidents_notice n where n.id = notice_id))', name);
        execute format('grant select on incidents_%I to chaperone_auditor', name);
    end loop;
end
$$;
create policy of_a_case_i_see on incidents_mailingpiece as restrictive for select
    using (exists (select from incidents_mailing m where m.id = file_id));

grant insert on incidents_exposure, incidents_assessment, incidents_clock, incidents_delay, incidents_notice,
    incidents_mailing, incidents_delivery to chaperone_web;
grant update (state, decided_by, decided_at, note) on incidents_assessment to chaperone_web;
-- What a second person decided stands.
create policy undecided on incidents_assessment as restrictive for update to chaperone_web
    using (state = 'waiting')
    with check (decided_by = (select chaperone_staff()) and decided_by <> written_by);
grant update (owner_id, met_at, met_by) on incidents_clock to chaperone_web;
grant update (
    happened_en, happened_es, involved_en, involved_es, protect_en, protect_es, doing_en, doing_es, happened_on,
    discovered_on, telephone, email, website, postal, written_by, state, approved_by, approved_at, posted_on, posted_until
) on incidents_notice to chaperone_web;
grant update (state, changed_at, changed_by) on incidents_delivery to chaperone_web, chaperone_worker;
-- Workers spread what was approved, and remind who is late.
grant insert on incidents_delivery, incidents_mailingpiece, incidents_clock to chaperone_worker;
grant update (state, made, ended_at) on incidents_mailing to chaperone_worker;
grant update (told_at, told_late) on incidents_clock to chaperone_worker;

-- What was approved is not written anew; it can be replaced and posted. A draft becomes approved by somebody else.
create function incidents_keep_approved() returns trigger language plpgsql as $$
begin
    -- Re-sealing puts the same words under another key.
    if current_setting('chaperone.resealing', true) = 'on' then
        return new;
    end if;
    if old.approved_at is not null and (
        (old.happened_en, old.happened_es, old.involved_en, old.involved_es, old.protect_en, old.protect_es, old.doing_en,
         old.doing_es, old.happened_on, old.discovered_on, old.telephone, old.email, old.website, old.postal,
         old.written_by, old.approved_by, old.approved_at)
        is distinct from
        (new.happened_en, new.happened_es, new.involved_en, new.involved_es, new.protect_en, new.protect_es, new.doing_en,
         new.doing_es, new.happened_on, new.discovered_on, new.telephone, new.email, new.website, new.postal,
         new.written_by, new.approved_by, new.approved_at)
        or new.state = 'draft')
    then
        raise exception 'what was approved is not written anew' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger incidents_notice_kept before update on incidents_notice
    for each row execute function incidents_keep_approved();

-- The page that stands in for letters, for anybody, while it is posted: the organization is in the address.
create policy posting on incidents_notice for select to chaperone_owner using (true);
create policy posting on incidents_incident for select to chaperone_owner using (true);
create function incidents_posted(p_slug text)
    returns table (organization_id uuid, organization text, notice_id uuid, posted_on date)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select o.id, o.name::text, n.id, n.posted_on
    from organizations_organization o
        join incidents_notice n on n.organization_id = o.id and n.state = 'approved'
        join incidents_incident i on i.id = n.incident_id and not i.drill
    where o.slug = p_slug
      and (statement_timestamp() at time zone o.time_zone)::date between n.posted_on and n.posted_until
    order by n.posted_on desc, n.id desc
$$;
revoke all on function incidents_posted(text) from public;
grant execute on function incidents_posted(text) to chaperone_web;
