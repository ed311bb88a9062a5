ALTER TABLE members_careteam ENABLE ROW LEVEL SECURITY;
ALTER TABLE members_careteam FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON members_careteam
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT ON members_careteam TO chaperone_web;
GRANT SELECT ON members_careteam TO chaperone_worker, chaperone_auditor;

-- Members are reached in the whole organization or in one's own care teams (45 CFR 164.312(a)(1)).
-- Tables that hang off a member repeat this by asking whether the member is visible.
ALTER TABLE members_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE members_member FORCE ROW LEVEL SECURITY;
CREATE POLICY care_team ON members_member
  USING (organization_id = (SELECT chaperone_organization())
         AND ((SELECT chaperone_scope()) = 'organization'
              OR care_team_id = ANY ((SELECT chaperone_care_teams())::uuid[])))
  WITH CHECK (organization_id = (SELECT chaperone_organization())
         AND ((SELECT chaperone_scope()) = 'organization'
              OR care_team_id = ANY ((SELECT chaperone_care_teams())::uuid[])));
GRANT SELECT, INSERT, UPDATE ON members_member TO chaperone_web;
GRANT SELECT ON members_member TO chaperone_worker;

ALTER TABLE members_suppression ENABLE ROW LEVEL SECURITY;
ALTER TABLE members_suppression FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON members_suppression
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT, DELETE ON members_suppression TO chaperone_web, chaperone_worker;
