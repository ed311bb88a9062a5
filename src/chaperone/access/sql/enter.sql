-- How a request enters row security, for people who may work in several organizations, in whole ones, in care teams or
-- for single members (docs/decisions/0004, 0008).
CREATE POLICY entering ON access_ownrole FOR SELECT TO chaperone_owner USING (true);
CREATE POLICY entering ON access_request FOR SELECT TO chaperone_owner USING (true);

-- Times are compared with the moment of the statement, not of the transaction: what ended since it began has ended.
CREATE OR REPLACE FUNCTION access_home(p_user uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT organization_id FROM access_grant
    WHERE user_id = p_user AND starts_at <= statement_timestamp()
      AND (ends_at IS NULL OR ends_at > statement_timestamp())
    ORDER BY starts_at LIMIT 1
  $$;

DROP FUNCTION access_enter(uuid);

-- Sets the row-security context of this transaction from the grants in force, and returns them: one round trip at the
-- start of each signed-in request. p_organization: the one that was chosen; where nothing is held in it any more, the
-- first that something is held in. p_reaching: the roles of the product that show members; those of an organization's
-- own say it themselves.
CREATE FUNCTION access_enter(p_user uuid, p_organization uuid, p_reaching text[])
  RETURNS TABLE (organization_id uuid, name text, time_zone text, is_platform boolean,
                 organizations bigint, grant_id uuid, role text, element text, scope text,
                 care_team_id uuid, member_id uuid, ends_at timestamptz, emergency_id uuid,
                 own_role jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    held uuid[];
    home uuid;
    many bigint;
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
    RETURN QUERY
      SELECT g.organization_id, o.name::text, o.time_zone::text, o.is_platform, many, g.id,
             g.role::text, g.element::text, g.scope::text, g.care_team_id, g.member_id, g.ends_at,
             g.emergency_id, access_own_role(g.organization_id, g.role)
      FROM access_grant g JOIN organizations_organization o ON o.id = g.organization_id
      WHERE g.id = ANY (held) AND g.organization_id = home;
  END
  $$;

-- What a role of an organization's own is now; NULL for one of the product's, or one no longer used.
CREATE FUNCTION access_own_role(p_organization uuid, p_role text) RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT definition FROM access_ownrole
    WHERE organization_id = p_organization AND name = p_role
    ORDER BY id DESC LIMIT 1
  $$;

-- Organizations by name that the person in context may know of: those they can switch to ("mine"), and those on the
-- other side of a request that the organization in context can see.
CREATE FUNCTION access_organizations() RETURNS TABLE (id uuid, name text, mine boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH mine AS (
      SELECT organization_id AS id FROM access_grant
      WHERE user_id = chaperone_staff() AND starts_at <= statement_timestamp()
        AND (ends_at IS NULL OR ends_at > statement_timestamp())
    ), others AS (
      SELECT organization_id AS id FROM access_request WHERE home_id = chaperone_organization()
      UNION
      SELECT home_id FROM access_request WHERE organization_id = chaperone_organization()
    )
    SELECT o.id, o.name::text, o.id IN (SELECT id FROM mine)
    FROM organizations_organization o
    WHERE o.id IN (SELECT id FROM mine UNION SELECT id FROM others)
    ORDER BY o.name
  $$;

-- Customers by name, for the platform's staff alone: whom they can ask for access.
CREATE FUNCTION access_customers() RETURNS TABLE (id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT o.id, o.name::text FROM organizations_organization o
    WHERE NOT o.is_platform AND EXISTS (
      SELECT FROM organizations_organization p
      WHERE p.id = chaperone_organization() AND p.is_platform)
    ORDER BY o.name
  $$;

REVOKE ALL ON FUNCTION access_enter(uuid, uuid, text[]), access_own_role(uuid, text),
  access_organizations(), access_customers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_enter(uuid, uuid, text[]), access_organizations(),
  access_customers() TO chaperone_web;
