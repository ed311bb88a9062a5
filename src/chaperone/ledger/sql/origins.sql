-- From where each member was looked at: with which session, and from which network address (45 CFR 164.404(a)(1): who is
-- told of a breach is whose data "has been, or is reasonably believed to have been, accessed"). Where a sign-in or an
-- address turns out to be an intruder's, these find whom it concerns without opening the record of everybody.
--
-- The address stands as a blind index of 16 bytes; null: there was none. What was recorded before, and what could not be
-- noted, has the nil session and the empty address: entries that are opened to tell. A null would hide them.
alter table ledger_subject add column session uuid default '00000000-0000-0000-0000-000000000000';
alter table ledger_subject add column address bytea default '\x';

-- What one person opened in a stretch of time is a stretch of this index.
create index ledger_subject_actor on ledger_subject (organization_id, actor, entry_id);

drop function ledger_append(uuid, uuid, text, text, uuid, timestamptz, bytea, uuid[], text[]);
-- As before, and from where. A process of the version before leaves the last two out: noted as not noted.
create function ledger_append(
    entry_id uuid, organization uuid, event text, actor_kind text, actor_id uuid,
    recorded_at timestamptz, sealed bytea, members uuid[], elements text[],
    session uuid default '00000000-0000-0000-0000-000000000000', address bytea default '\x'
) returns void language plpgsql as $$
begin
    with entry as (
        insert into public.ledger_entry
            (id, organization_id, event, actor_kind, actor_id, recorded_at, sealed)
        values (entry_id, organization, event, actor_kind, actor_id, recorded_at, sealed)
    )
    insert into public.ledger_subject (entry_id, organization_id, member_id, actor, event, elements, session, address)
    select ledger_append.entry_id, organization, member_id, public.ledger_actor(actor_id, actor_kind),
        ledger_append.event, ledger_append.elements, ledger_append.session, ledger_append.address
    from unnest(members) as member_id;
    -- Most entries open nothing, and an empty insert is not free.
    if elements <> '{}' then
        insert into public.ledger_element (entry_id, organization_id, element)
        select ledger_append.entry_id, organization, element from unnest(elements) as element;
    end if;
end
$$;
grant execute on function
    ledger_append(uuid, uuid, text, text, uuid, timestamptz, bytea, uuid[], text[], uuid, bytea)
    to chaperone_web, chaperone_worker;
