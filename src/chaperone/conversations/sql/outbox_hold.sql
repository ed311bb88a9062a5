-- The outbox of an organization, held since a restore. Only a restore, which acts as the owner, begins a hold; people lift it.
alter table conversations_outboxhold enable row level security;
alter table conversations_outboxhold force row level security;
create policy organization on conversations_outboxhold
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select, update (lifted_at, lifted_by) on conversations_outboxhold to chaperone_web;
grant select on conversations_outboxhold to chaperone_worker, chaperone_auditor;

-- Who decides what becomes of a text that waits since then: it is handled, or a coach has it.
grant update (state, reason) on conversations_turn to chaperone_web;
create policy restored on conversations_turn as restrictive for update to chaperone_web
    using (state = 'restored') with check (state in ('waiting', 'handed_over'));

-- Whether a hold lasts, for the banner of every page: asked when a person enters, in the same round trip.
create policy entering on conversations_outboxhold for select to chaperone_owner using (true);
create function conversations_holding(organization uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from conversations_outboxhold where organization_id = organization and lifted_at is null)
$$;
revoke all on function conversations_holding(uuid) from public;
grant execute on function conversations_holding(uuid) to chaperone_web;
