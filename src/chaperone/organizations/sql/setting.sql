-- Every value that was ever set, with who set it and why: the latest of a name is in force
-- (45 CFR 164.316(b)(1)(ii): actions are kept). Nothing is changed or deleted.
ALTER TABLE organizations_settingchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations_settingchange FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON organizations_settingchange
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT ON organizations_settingchange TO chaperone_web;
GRANT SELECT ON organizations_settingchange TO chaperone_worker, chaperone_auditor;

-- Read where no context is set yet, such as while a session is looked at. The owner's policy serves
-- this function only: no server process signs in as the owner.
CREATE POLICY looking_up ON organizations_settingchange FOR SELECT TO chaperone_owner USING (true);
CREATE FUNCTION organizations_settings(p_organization uuid) RETURNS TABLE (name text, value jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT DISTINCT ON (s.name) s.name::text, s.value
    FROM organizations_settingchange s WHERE s.organization_id = p_organization
    ORDER BY s.name, s.id DESC
  $$;
REVOKE ALL ON FUNCTION organizations_settings(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organizations_settings(uuid) TO chaperone_web, chaperone_worker;
