-- Whoever had access before there was a register of people stands on it from now on.
DO $$
DECLARE
  each record;
BEGIN
  FOR each IN
    SELECT g.organization_id, g.user_id, min(g.starts_at)::date AS since
    FROM access_grant g LEFT JOIN access_request r ON r.id = g.request_id
    WHERE g.emergency_id IS NULL AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
      AND (r.id IS NULL OR r.home_id = r.organization_id)
    GROUP BY 1, 2
  LOOP
    PERFORM set_config('chaperone.organization', each.organization_id::text, true);
    INSERT INTO workforce_person (id, organization_id, user_id, position, started_on)
      VALUES (gen_random_uuid(), each.organization_id, each.user_id, '', each.since);
  END LOOP;
  PERFORM set_config('chaperone.organization', '', true);
END
$$;
