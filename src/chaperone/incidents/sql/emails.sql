-- The notice to which the link in an e-mail leads: for whoever has the link, as long as the case is kept. A hash of 32
-- random bytes finds it, so that the address tells nothing and cannot be guessed.
create policy mailing on incidents_delivery for select to chaperone_owner using (way = 'email');
create function incidents_emailed(p_slug text, p_digest bytea)
    returns table (organization_id uuid, organization text, notice_id uuid, delivery_id uuid)
    language sql stable security definer set search_path = public, pg_temp
as $$
    select o.id, o.name::text, d.notice_id, d.id
    from organizations_organization o
        join incidents_delivery d on d.organization_id = o.id and d.way = 'email' and d.token_digest = p_digest
    where o.slug = p_slug
$$;
revoke all on function incidents_emailed(text, bytea) from public;
grant execute on function incidents_emailed(text, bytea) to chaperone_web;
grant update (language, token_digest) on incidents_delivery to chaperone_worker;
-- A row of before was in both languages, whatever it says.
alter table incidents_delivery no force row level security;
update incidents_delivery set language = '';
alter table incidents_delivery force row level security;
