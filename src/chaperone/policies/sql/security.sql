-- Each organization its own policies. Nothing is deleted: documentation is kept six years from the day it was last in
-- effect (45 CFR 164.316(b)(2)(i)).
do $$
declare
    name text;
begin
    foreach name in array array['policy', 'version', 'acknowledgement', 'review'] loop
        execute format('alter table policies_%I enable row level security', name);
        execute format('alter table policies_%I force row level security', name);
        execute format(
            'create policy organization on policies_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
    end loop;
end
$$;
grant select, insert on policies_policy, policies_version, policies_acknowledgement, policies_review to chaperone_web;
grant update (retired_on, retired_by, retired_because) on policies_policy to chaperone_web;
grant update (
    title, text, mandatory, public, citations, review_months, change, claims, sha256, state, authors, saved_at,
    submitted_at, returned_because, decided_by, decided_at, published_by, published_at, effective_on, grace_until
) on policies_version to chaperone_web;
grant update (renewed_at) on policies_acknowledgement to chaperone_web;
grant select on policies_policy, policies_version, policies_acknowledgement, policies_review
    to chaperone_worker, chaperone_auditor;

-- Nobody acknowledges for somebody else.
create policy oneself on policies_acknowledgement as restrictive for insert to chaperone_web
    with check (user_id = (select chaperone_staff()));

-- None of the authors approves (or, having approved, becomes one).
alter table policies_version add constraint policies_version_four_eyes
    check (decided_by is null or not decided_by = any (authors));

-- What went to review is fixed, and states follow one another as people see them: what was signed is what is published.
create function policies_version_steps() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' and
        (new.policy_id, new.number, new.title, new.text, new.mandatory, new.public, new.citations, new.review_months,
         new.change, new.claims, new.sha256, new.authors)
        is distinct from
        (old.policy_id, old.number, old.title, old.text, old.mandatory, old.public, old.citations, old.review_months,
         old.change, old.claims, old.sha256, old.authors) then
        raise exception 'this text went to review and is never changed' using errcode = 'insufficient_privilege';
    end if;
    if not new.authors @> old.authors then
        raise exception 'an author stays one' using errcode = 'insufficient_privilege';
    end if;
    if old.state in ('published', 'discarded') and new is distinct from old then
        raise exception 'a version that was published or discarded is never changed'
            using errcode = 'insufficient_privilege';
    end if;
    if new.state <> old.state and (old.state || '>' || new.state) not in (
        'draft>review', 'draft>discarded', 'review>draft', 'review>approved', 'review>discarded',
        'approved>published', 'approved>discarded') then
        raise exception 'a version does not go from % to %', old.state, new.state
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger policies_version_steps before update on policies_version
    for each row execute function policies_version_steps();

-- A version begins as a draft of one author.
create policy beginning on policies_version as restrictive for insert to chaperone_web
    with check (state = 'draft' and decided_by is null and published_at is null
        and authors = array[(select chaperone_staff())]);

-- A retired policy stays retired.
create function policies_policy_retired_once() returns trigger language plpgsql as $$
begin
    raise exception 'this policy was retired already' using errcode = 'check_violation';
end
$$;
create trigger policies_policy_retired_once before update on policies_policy
    for each row when (old.retired_on is not null) execute function policies_policy_retired_once();

-- What is public can be read by anybody, before any organization is in context. The owner's policies serve these
-- functions only: no server process signs in as the owner.
create policy publishing on policies_policy for select to chaperone_owner using (true);
create policy publishing on policies_version for select to chaperone_owner using (state = 'published');
create function policies_public(p_slug text)
    returns table (organization_id uuid, organization text, name text, kind text, title text, number integer, body text,
                   effective_on date, published_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select o.id, o.name::text, p.name::text, p.kind::text, v.title::text, v.number, v.text, v.effective_on,
        v.published_at
    from organizations_organization o
        join policies_policy p on p.organization_id = o.id
        join lateral (
            select * from policies_version w
            where w.policy_id = p.id and w.state = 'published'
              and w.effective_on <= (statement_timestamp() at time zone o.time_zone)::date
            order by w.effective_on desc limit 1
        ) v on v.public
    where o.slug = p_slug
      and (p.retired_on is null or p.retired_on > (statement_timestamp() at time zone o.time_zone)::date)
    order by v.title
$$;
revoke all on function policies_public(text) from public;
grant execute on function policies_public(text) to chaperone_web;

-- When a policy is to be looked over again, for lists that ask the database for it.
create function policies_review_due(p_from date, p_months integer) returns date
    language sql immutable parallel safe
    as $$ select (p_from + make_interval(months => p_months))::date $$;
revoke all on function policies_review_due(date, integer) from public;
grant execute on function policies_review_due(date, integer) to chaperone_web, chaperone_worker, chaperone_auditor;
