-- A third way to reach a member: a grant for this one alone, such as emergency access (docs/decisions/0008). Tables that
-- hang off a member follow, since they ask whether the member is visible.
ALTER POLICY care_team ON members_member
  USING (organization_id = (SELECT chaperone_organization())
         AND ((SELECT chaperone_scope()) = 'organization'
              OR care_team_id = ANY ((SELECT chaperone_care_teams())::uuid[])
              OR id = ANY ((SELECT chaperone_members())::uuid[])))
  WITH CHECK (organization_id = (SELECT chaperone_organization())
         AND ((SELECT chaperone_scope()) = 'organization'
              OR care_team_id = ANY ((SELECT chaperone_care_teams())::uuid[])
              OR id = ANY ((SELECT chaperone_members())::uuid[])));

-- Whom somebody asks for who cannot reach them yet: by exact number, in the organization in context; an id and nothing
-- else. The wider scope lasts as long as the function.
CREATE FUNCTION members_by_number(p_phone_index bytea) RETURNS uuid
  LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$
  DECLARE
    before text := chaperone_scope();
    found uuid;
  BEGIN
    PERFORM set_config('chaperone.scope', 'organization', true);
    SELECT m.id INTO found FROM members_member m
      WHERE m.organization_id = chaperone_organization() AND m.phone_index = p_phone_index;
    PERFORM set_config('chaperone.scope', coalesce(before, ''), true);
    RETURN found;
  END
  $$;
REVOKE ALL ON FUNCTION members_by_number(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION members_by_number(bytea) TO chaperone_web;
