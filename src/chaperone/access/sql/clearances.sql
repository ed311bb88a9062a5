-- What each person holds that pages with members' data ask for (45 CFR 164.308(a)(3)-(5); docs/decisions/0026). Rows are
-- never changed but to end them, and never deleted: the past of a clearance is its rows.
ALTER TABLE access_clearance ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_clearance FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON access_clearance
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
-- No clearance is for life.
ALTER TABLE access_clearance ADD CONSTRAINT access_clearance_three_years
  CHECK (until <= (held_at + interval '3 years 1 day')::date);
GRANT SELECT, INSERT ON access_clearance TO chaperone_web;
GRANT SELECT ON access_clearance TO chaperone_worker, chaperone_auditor;

-- The web server's login notes what the person in context has earned themselves, and grace for others, ninety days at
-- most. Rooms narrow it further: a certificate, a signature that must be there.
CREATE POLICY earned ON access_clearance AS RESTRICTIVE FOR INSERT TO chaperone_web
  WITH CHECK (given_by = (SELECT chaperone_staff()) AND ended_at IS NULL
    AND held_at = statement_timestamp()
    AND (why = 'grace' OR user_id = (SELECT chaperone_staff()))
    AND (why <> 'grace' OR until <= (held_at + interval '91 days')::date));
-- It may end what is held, never prolong it or begin it anew.
GRANT UPDATE (ended_at, ended_by, end_reason) ON access_clearance TO chaperone_web;
CREATE POLICY ending ON access_clearance AS RESTRICTIVE FOR UPDATE TO chaperone_web
  USING (ended_at IS NULL) WITH CHECK (ended_at <= clock_timestamp() AND ended_by IS NOT NULL);

-- The owner's policy serves the functions below only: no server process signs in as the owner.
CREATE POLICY entering ON access_clearance FOR SELECT TO chaperone_owner USING (true);

-- What somebody holds this moment for an organization: by name, until when. The day ends by the clock of the
-- organization that gave it. Staff of the platform who were let in by a request of theirs are cleared where they work,
-- for as long as they work there.
CREATE FUNCTION access_clearances(p_user uuid, p_organization uuid) RETURNS TABLE (name text, until date)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH homes AS (
      SELECT p_organization AS id
      UNION
      SELECT r.home_id
      FROM access_grant g
        JOIN access_request r ON r.id = g.request_id
        JOIN organizations_organization o ON o.id = r.home_id AND o.is_platform
      WHERE g.user_id = p_user AND g.organization_id = p_organization
        AND g.starts_at <= statement_timestamp()
        AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp())
        AND EXISTS (
          SELECT FROM access_grant h
          WHERE h.user_id = p_user AND h.organization_id = r.home_id
            AND h.starts_at <= statement_timestamp()
            AND (h.ends_at IS NULL OR h.ends_at > statement_timestamp()))
    )
    SELECT c.name::text, max(c.until)
    FROM access_clearance c
      JOIN homes ON homes.id = c.organization_id
      JOIN organizations_organization o ON o.id = c.organization_id
    WHERE c.user_id = p_user
      AND (c.ended_at IS NULL OR c.ended_at > statement_timestamp())
      AND c.until >= (statement_timestamp() AT TIME ZONE o.time_zone)::date
    GROUP BY c.name
  $$;

-- As before (enter.sql), and with what the person holds: still one round trip at the start of each request.
DROP FUNCTION access_enter(uuid, uuid, text[]);
CREATE FUNCTION access_enter(p_user uuid, p_organization uuid, p_reaching text[])
  RETURNS TABLE (organization_id uuid, name text, time_zone text, is_platform boolean,
                 organizations bigint, clearances jsonb, grant_id uuid, role text, element text, scope text,
                 care_team_id uuid, member_id uuid, ends_at timestamptz, emergency_id uuid,
                 own_role jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    held uuid[];
    home uuid;
    many bigint;
    cleared jsonb;
  BEGIN
    SELECT array_agg(g.id), count(DISTINCT g.organization_id),
           (array_agg(g.organization_id
                      ORDER BY g.organization_id IS NOT DISTINCT FROM p_organization DESC,
                               g.starts_at))[1]
      INTO held, many, home
      FROM access_grant g
      WHERE g.user_id = p_user AND g.starts_at <= statement_timestamp()
        AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp());
    PERFORM
      set_config('chaperone.organization', coalesce(home::text, ''), true),
      set_config('chaperone.staff', p_user::text, true),
      set_config('chaperone.scope', CASE
        WHEN bool_or(g.scope = 'organization') THEN 'organization'
        WHEN count(*) > 0 THEN 'care_teams' ELSE 'none' END, true),
      set_config('chaperone.care_teams', coalesce(string_agg(g.care_team_id::text, ','), ''), true),
      set_config('chaperone.members', coalesce(string_agg(g.member_id::text, ','), ''), true)
    FROM access_grant g
    WHERE g.id = ANY (held) AND g.organization_id = home
      AND (g.role = ANY (p_reaching) OR coalesce(
        access_own_role(g.organization_id, g.role) -> 'allow'
          ?| ARRAY['members.read', 'conversations.read'], false));
    SELECT coalesce(jsonb_object_agg(c.name, c.until), '{}') INTO cleared
      FROM access_clearances(p_user, home) c;
    RETURN QUERY
      SELECT g.organization_id, o.name::text, o.time_zone::text, o.is_platform, many, cleared, g.id,
             g.role::text, g.element::text, g.scope::text, g.care_team_id, g.member_id, g.ends_at,
             g.emergency_id, access_own_role(g.organization_id, g.role)
      FROM access_grant g JOIN organizations_organization o ON o.id = g.organization_id
      WHERE g.id = ANY (held) AND g.organization_id = home;
  END
  $$;
REVOKE ALL ON FUNCTION access_clearances(uuid, uuid), access_enter(uuid, uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_clearances(uuid, uuid), access_enter(uuid, uuid, text[]) TO chaperone_web;
