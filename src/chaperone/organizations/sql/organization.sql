ALTER TABLE organizations_organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations_organization FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON organizations_organization
  USING (id = (SELECT chaperone_organization()))
  WITH CHECK (id = (SELECT chaperone_organization()));
GRANT SELECT ON organizations_organization
  TO chaperone_web, chaperone_worker, chaperone_sequencer, chaperone_auditor;

-- Sweeps list the organizations, then enter each one. The owner's policy serves this function only:
-- no server process signs in as the owner.
CREATE POLICY listing ON organizations_organization FOR SELECT TO chaperone_owner USING (true);
CREATE FUNCTION organizations_all() RETURNS TABLE (id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT id FROM organizations_organization ORDER BY id $$;
REVOKE ALL ON FUNCTION organizations_all() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organizations_all() TO chaperone_worker;
