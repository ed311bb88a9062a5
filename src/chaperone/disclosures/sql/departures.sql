-- Customers who leave: read in the organization, decided by people, carried out by workers. Nothing is deleted but the
-- content of parts, which is sealed to a key that only the customer has.
alter table disclosures_departure enable row level security;
alter table disclosures_departure force row level security;
create policy organization on disclosures_departure
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select, insert,
    update (state, decided_by, decided_at, arrived_by, arrived_at, agreed_by, agreed_at)
    on disclosures_departure to chaperone_web;
grant select, update (state, packed_upto, packed_at, destroyed_at, content, entry_id)
    on disclosures_departure to chaperone_worker;

alter table disclosures_part enable row level security;
alter table disclosures_part force row level security;
create policy organization on disclosures_part
    using (organization_id = (select chaperone_organization()))
    with check (organization_id = (select chaperone_organization()));
grant select on disclosures_part to chaperone_web;
grant select, insert, update (content) on disclosures_part to chaperone_worker;

-- A part is written once and emptied once; a certificate is never changed.
create function disclosures_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'disclosures_part' and new.content is not null
       or tg_table_name = 'disclosures_departure' and old.content <> '' then
        raise exception 'what was returned or certified is never changed' using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger disclosures_part_once before update on disclosures_part
    for each row execute function disclosures_refuse_change();
create trigger disclosures_departure_certified before update on disclosures_departure
    for each row execute function disclosures_refuse_change();

-- What a departure needs of the rooms below: workers end memberships, and destroy on the word of two people.
grant update (status) on members_member to chaperone_worker;
grant insert on retention_destruction to chaperone_worker;
