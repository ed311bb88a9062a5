-- Care teams are renamed by administrators.
GRANT UPDATE (name) ON members_careteam TO chaperone_web;

-- Files that wait for somebody to look them over: seen by who uploaded them, until they expire.
ALTER TABLE members_upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE members_upload FORCE ROW LEVEL SECURITY;
CREATE POLICY its_owner ON members_upload TO chaperone_web
  USING (organization_id = (SELECT chaperone_organization()) AND owner_id = (SELECT chaperone_staff())
         AND expires_at > now())
  WITH CHECK (organization_id = (SELECT chaperone_organization())
              AND owner_id = (SELECT chaperone_staff()));
GRANT SELECT, INSERT, DELETE ON members_upload TO chaperone_web;
-- Only so that it may be locked: a file is imported once.
GRANT UPDATE (kind) ON members_upload TO chaperone_web;

-- The sweep removes what nobody came back for, and sees nothing else.
CREATE POLICY expired ON members_upload TO chaperone_worker
  USING (organization_id = (SELECT chaperone_organization()) AND expires_at <= now());
GRANT SELECT (id, organization_id, expires_at), DELETE ON members_upload TO chaperone_worker;
