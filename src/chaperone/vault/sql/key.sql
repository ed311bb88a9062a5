-- Keys of the organization in context, and the platform's, which every login needs for its own entries.
ALTER TABLE vault_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_key FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON vault_key
  USING (organization_id = (SELECT chaperone_organization())
         OR organization_id = '00000000-0000-0000-0000-000000000000')
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
-- Web and workers make members' keys. Nobody changes a key; destruction comes with retention.
GRANT SELECT, INSERT ON vault_key TO chaperone_web, chaperone_worker;
-- The auditor opens entries to compare them with their search columns.
GRANT SELECT ON vault_key TO chaperone_auditor;
