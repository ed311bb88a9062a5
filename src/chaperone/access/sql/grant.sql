ALTER TABLE access_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_grant FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON access_grant
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT ON access_grant TO chaperone_web, chaperone_worker, chaperone_auditor;

-- A session names a person, and only their grants say for which organization. The owner's policy
-- serves the functions below only: no server process signs in as the owner.
CREATE POLICY entering ON access_grant FOR SELECT TO chaperone_owner USING (true);

-- The organization in which somebody may act now; NULL if none.
CREATE FUNCTION access_home(p_user uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT organization_id FROM access_grant
    WHERE user_id = p_user AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
    ORDER BY starts_at LIMIT 1
  $$;

-- Sets the row-security context of this transaction from the grants in force, and returns them:
-- one round trip at the start of each signed-in request.
CREATE FUNCTION access_enter(p_user uuid)
  RETURNS TABLE (organization_id uuid, role text, scope text, care_team_id uuid, name text,
                 time_zone text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    home uuid := access_home(p_user);
  BEGIN
    PERFORM
      set_config('chaperone.organization', coalesce(home::text, ''), true),
      set_config('chaperone.staff', p_user::text, true),
      set_config('chaperone.scope', CASE
        WHEN bool_or(g.scope = 'organization') THEN 'organization'
        WHEN count(*) > 0 THEN 'care_teams' ELSE 'none' END, true),
      set_config('chaperone.care_teams', coalesce(string_agg(g.care_team_id::text, ','), ''), true)
    FROM access_grant g
    WHERE g.user_id = p_user AND g.organization_id = home
      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now());
    RETURN QUERY
      SELECT g.organization_id, g.role::text, g.scope::text, g.care_team_id, o.name::text,
             o.time_zone::text
      FROM access_grant g JOIN organizations_organization o ON o.id = g.organization_id
      WHERE g.user_id = p_user AND g.organization_id = home
        AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now());
  END
  $$;
REVOKE ALL ON FUNCTION access_home(uuid), access_enter(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_home(uuid), access_enter(uuid) TO chaperone_web;
