-- What the programme's registers share: each organization its own. Changes and signatures are written once; a file of a
-- record is retired, never removed (45 CFR 164.316(b)(2)(i)).
do $$
declare
    name text;
begin
    foreach name in array array['change', 'signature', 'attachment', 'attachmentpiece', 'upload'] loop
        execute format('alter table registers_%I enable row level security', name);
        execute format('alter table registers_%I force row level security', name);
    end loop;
    foreach name in array array['change', 'signature', 'attachment', 'attachmentpiece'] loop
        execute format(
            'create policy organization on registers_%I'
            ' using (organization_id = (select chaperone_organization()))'
            ' with check (organization_id = (select chaperone_organization()))', name);
    end loop;
end
$$;
grant select, insert on registers_change, registers_attachment, registers_attachmentpiece
    to chaperone_web, chaperone_worker;
-- Nobody signs in another's name, and no program signs.
create policy own_hand on registers_signature as restrictive for insert
    with check (user_id = (select chaperone_staff()));
grant select, insert on registers_signature to chaperone_web;
grant select on registers_signature to chaperone_worker;
grant update (retired_at, retired_by) on registers_attachment to chaperone_web;
grant select on registers_change, registers_signature, registers_attachment to chaperone_auditor;
-- Sealed bytes do not compress: trying costs time.
alter table registers_attachmentpiece alter column content set storage external;

-- Files that wait to be imported: seen by who uploaded them, until they expire.
create policy its_owner on registers_upload to chaperone_web
    using (organization_id = (select chaperone_organization()) and owner_id = (select chaperone_staff())
           and expires_at > now())
    with check (organization_id = (select chaperone_organization()) and owner_id = (select chaperone_staff()));
grant select, insert, delete on registers_upload to chaperone_web;
-- Only so that it may be locked: a file is imported once.
grant update (register) on registers_upload to chaperone_web;
create policy expired on registers_upload to chaperone_worker
    using (organization_id = (select chaperone_organization()) and expires_at <= now());
grant select (id, organization_id, expires_at), delete on registers_upload to chaperone_worker;
