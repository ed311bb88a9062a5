-- Requests, emergency access, reviews and roles of an organization's own: row security and who may write what.
-- What was decided stays decided: web may set only the columns in which a decision is noted.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['emergency', 'ownrole', 'review', 'reviewitem'] LOOP
    EXECUTE format('ALTER TABLE access_%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE access_%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY organization ON access_%I'
      ' USING (organization_id = (SELECT chaperone_organization()))'
      ' WITH CHECK (organization_id = (SELECT chaperone_organization()))', name);
    EXECUTE format('GRANT SELECT, INSERT ON access_%I TO chaperone_web', name);
    EXECUTE format('GRANT SELECT ON access_%I TO chaperone_auditor', name);
  END LOOP;
END
$$;
GRANT UPDATE (verdict, note, reviewed_by, reviewed_at) ON access_emergency TO chaperone_web;
GRANT UPDATE (decision, reason, decided_by, decided_at) ON access_reviewitem TO chaperone_web;
-- An hour at most, whatever a program asks for (45 CFR 164.312(a)(2)(ii)).
ALTER TABLE access_emergency ADD CONSTRAINT access_emergency_an_hour
  CHECK (ends_at <= begun_at + interval '60 minutes');

-- A request stands in the organization whose members are asked for, and shows where the person works as well: its
-- officer decides first. Only the platform's staff may ask another organization.
ALTER TABLE access_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_request FORCE ROW LEVEL SECURITY;
CREATE POLICY either_side ON access_request FOR SELECT
  USING ((SELECT chaperone_organization()) IN (organization_id, home_id));
CREATE POLICY asking ON access_request FOR INSERT
  WITH CHECK (home_id = (SELECT chaperone_organization())
    AND state = 'waiting' AND officer_id IS NULL AND home_officer_id IS NULL
    AND (organization_id = home_id OR EXISTS (
      SELECT FROM organizations_organization o WHERE o.id = home_id AND o.is_platform)));
CREATE POLICY deciding ON access_request FOR UPDATE
  USING ((SELECT chaperone_organization()) IN (organization_id, home_id) AND state = 'waiting')
  -- Only the organization whose members are asked for can let anybody in.
  WITH CHECK (CASE WHEN state = 'approved'
    THEN organization_id = (SELECT chaperone_organization())
    ELSE (SELECT chaperone_organization()) IN (organization_id, home_id) END);
GRANT SELECT, INSERT ON access_request TO chaperone_web;
GRANT SELECT ON access_request TO chaperone_auditor;
GRANT UPDATE (state, home_officer_id, home_decided_at, home_note, officer_id, decided_at, note)
  ON access_request TO chaperone_web;

-- Whether somebody holds a role now in the organization in context. Asked by a policy of the table itself, which must
-- not come round to itself.
CREATE FUNCTION access_holds(p_user uuid, p_role text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM access_grant
      WHERE user_id = p_user AND role = p_role AND organization_id = chaperone_organization()
        AND starts_at <= statement_timestamp()
        AND (ends_at IS NULL OR ends_at > statement_timestamp()))
  $$;

-- The web server gives access only on what was allowed: a request that was approved as it stands, emergency access, or
-- one more care team for somebody who already is a coach here. Others' programs write nothing.
GRANT INSERT ON access_grant TO chaperone_web;
CREATE POLICY allowed ON access_grant AS RESTRICTIVE FOR INSERT TO chaperone_web
  WITH CHECK (CASE
    WHEN request_id IS NOT NULL THEN EXISTS (
      SELECT FROM access_request r
      WHERE r.id = request_id AND r.state = 'approved'
        AND r.organization_id = access_grant.organization_id AND r.user_id = access_grant.user_id
        AND r.role = access_grant.role AND r.element = access_grant.element
        AND r.scope = access_grant.scope
        AND r.care_team_id IS NOT DISTINCT FROM access_grant.care_team_id
        AND r.member_id IS NOT DISTINCT FROM access_grant.member_id
        AND r.until IS NOT DISTINCT FROM access_grant.ends_at)
    WHEN emergency_id IS NOT NULL THEN role = 'emergency' AND scope = 'member' AND EXISTS (
      SELECT FROM access_emergency e
      WHERE e.id = emergency_id AND e.user_id = access_grant.user_id
        AND access_grant.ends_at <= e.ends_at)
    ELSE role = 'coach' AND scope = 'care_team' AND given_by = (SELECT chaperone_staff())
      AND access_holds(user_id, 'coach')
    END);
-- It may end a grant, never prolong one or begin it anew.
GRANT UPDATE (ends_at, ended_by, end_reason) ON access_grant TO chaperone_web;
CREATE POLICY ending ON access_grant AS RESTRICTIVE FOR UPDATE TO chaperone_web
  USING (ends_at IS NULL OR ends_at > statement_timestamp()) WITH CHECK (ends_at <= clock_timestamp());

REVOKE ALL ON FUNCTION access_holds(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_holds(uuid, text) TO chaperone_web;
