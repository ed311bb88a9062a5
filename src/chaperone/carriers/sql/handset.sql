-- The demo's phones: the page sends (web), a worker delivers.
ALTER TABLE carriers_handsetphone ENABLE ROW LEVEL SECURITY;
ALTER TABLE carriers_handsetphone FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON carriers_handsetphone
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT ON carriers_handsetphone TO chaperone_web;

ALTER TABLE carriers_handsettext ENABLE ROW LEVEL SECURITY;
ALTER TABLE carriers_handsettext FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON carriers_handsettext
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT ON carriers_handsettext TO chaperone_web, chaperone_worker;
