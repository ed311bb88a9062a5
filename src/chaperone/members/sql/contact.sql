-- In which language members are written to, and whether by e-mail: seen with the member. A row is never changed; it is
-- emptied when the member's data is destroyed.
alter table members_contact enable row level security;
alter table members_contact force row level security;
create policy of_its_member on members_contact
    using (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id))
    with check (organization_id = (select chaperone_organization())
           and exists (select 1 from members_member m where m.id = member_id));
grant select, insert on members_contact to chaperone_web;
grant select, update (language, email, electronic) on members_contact to chaperone_worker;
grant update (state) on members_member to chaperone_worker;

create or replace function members_write_anew() returns void
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s'
  as $$
  begin
    execute 'cluster members_member using members_member_pkey';
    execute 'cluster members_contact using members_contact_pkey';
    execute 'cluster members_upload using members_upload_pkey';
    execute 'cluster members_uploadpiece using members_uploadpiece_pkey';
  end
  $$;
