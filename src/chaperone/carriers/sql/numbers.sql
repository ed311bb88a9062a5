ALTER TABLE carriers_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE carriers_number FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON carriers_number
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT, UPDATE ON carriers_number TO chaperone_web;
GRANT SELECT ON carriers_number TO chaperone_worker;

-- A text names a number, and only the number says for which organization it is. The owner's policy
-- serves the functions below only: no server process signs in as the owner.
CREATE POLICY finding ON carriers_number FOR SELECT TO chaperone_owner USING (true);

-- The organization that gets texts at a number through a carrier; NULL if none. A text that came
-- through another carrier than the number's own is for nobody: it would be forged.
CREATE FUNCTION carriers_organization_of(p_number text, p_carrier text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT organization_id FROM carriers_number WHERE number = p_number AND carrier = p_carrier
  $$;

-- The numbers that the demo's phones can text.
CREATE FUNCTION carriers_handset_numbers() RETURNS TABLE (number text, organization_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT number, organization_id FROM carriers_number
    WHERE carrier = 'handset' ORDER BY organization_id
  $$;
REVOKE ALL ON FUNCTION carriers_organization_of(text, text), carriers_handset_numbers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION carriers_organization_of(text, text), carriers_handset_numbers()
  TO chaperone_web;
