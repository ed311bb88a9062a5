-- The blind index of a number, renewed when its key was replaced. STOP goes with it: whoever says STOP or START holds the
-- member's index meanwhile (members_hold_index), so that no STOP is left under an index that nobody looks for.
CREATE FUNCTION members_hold_index(p_member uuid) RETURNS void
  LANGUAGE sql SET search_path = public, pg_temp
  AS $$ SELECT pg_advisory_xact_lock_shared(hashtextextended('members index ' || p_member::text, 0)) $$;

CREATE FUNCTION members_renew_index(p_member uuid, p_before bytea, p_after bytea) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    renewed integer;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('members index ' || p_member::text, 0));
    -- The same number twice, enrolled at one moment by two processes of which one did not know the new key yet: both are
    -- found, one of them under its old index. Nothing else waits for it.
    IF EXISTS (SELECT FROM members_member WHERE organization_id = chaperone_organization() AND phone_index = p_after) THEN
      RETURN 0;
    END IF;
    UPDATE members_member SET phone_index = p_after
      WHERE id = p_member AND organization_id = chaperone_organization() AND phone_index = p_before;
    GET DIAGNOSTICS renewed = ROW_COUNT;
    IF renewed = 1 THEN
      UPDATE members_suppression SET phone_index = p_after
        WHERE organization_id = chaperone_organization() AND phone_index = p_before
          AND NOT EXISTS (SELECT FROM members_suppression s
                          WHERE s.organization_id = chaperone_organization() AND s.phone_index = p_after);
    END IF;
    RETURN renewed;
  END
  $$;
REVOKE ALL ON FUNCTION members_hold_index(uuid), members_renew_index(uuid, bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION members_hold_index(uuid) TO chaperone_web, chaperone_worker;
GRANT EXECUTE ON FUNCTION members_renew_index(uuid, bytea, bytea) TO chaperone_worker;
