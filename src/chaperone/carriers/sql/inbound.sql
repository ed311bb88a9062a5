-- Web takes texts in; a second delivery meets the unique constraint. Nobody changes what arrived.
ALTER TABLE carriers_inbound ENABLE ROW LEVEL SECURITY;
ALTER TABLE carriers_inbound FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON carriers_inbound
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT ON carriers_inbound TO chaperone_web;

ALTER TABLE carriers_unknowntext ENABLE ROW LEVEL SECURITY;
ALTER TABLE carriers_unknowntext FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON carriers_unknowntext
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT ON carriers_unknowntext TO chaperone_web;

-- The beginning of taking in a text, in one round trip: finds the organization, enters its context
-- for the rest of the transaction, and notes the text. No row: no organization has that number.
-- It runs with the rights and the row security of the caller.
CREATE FUNCTION carriers_take_in(
    p_id uuid, p_number text, p_carrier text, p_carrier_message_id text, p_received_at timestamptz
  ) RETURNS TABLE (organization_id uuid, first_time boolean)
  LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$
  #variable_conflict use_column
  DECLARE
    v_organization uuid := carriers_organization_of(p_number, p_carrier);
  BEGIN
    IF v_organization IS NULL THEN
      RETURN;
    END IF;
    PERFORM
      set_config('chaperone.organization', v_organization::text, true),
      set_config('chaperone.staff', '', true),
      set_config('chaperone.scope', 'organization', true),
      set_config('chaperone.care_teams', '', true);
    INSERT INTO carriers_inbound (id, organization_id, carrier, carrier_message_id, received_at)
      VALUES (p_id, v_organization, p_carrier, p_carrier_message_id, p_received_at)
      ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT v_organization, FOUND;
  END
  $$;
REVOKE ALL ON FUNCTION carriers_take_in(uuid, text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION carriers_take_in(uuid, text, text, text, timestamptz) TO chaperone_web;
