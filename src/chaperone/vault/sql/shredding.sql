-- Destroys every version of the key of one member of the organization in context (NIST SP 800-88 Rev. 1, 2.6). Nobody has
-- DELETE on keys; workers, who carry out what two people decided, have this. Returns the keys that are gone.
CREATE FUNCTION vault_shred(p_member uuid) RETURNS TABLE (key_id uuid, made_at timestamptz)
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM vault_key
    WHERE purpose = 'member' AND member_id = p_member AND organization_id = chaperone_organization()
    RETURNING id, created_at
  $$;

-- A deleted row stays in its table's file until it is overwritten. Writing the table anew leaves it out; the old file is
-- removed at the next checkpoint. Nothing else may hold the table for that moment (a second for 100,000 keys).
CREATE FUNCTION vault_write_anew() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s'
  AS $$
  BEGIN
    EXECUTE 'CLUSTER vault_key USING vault_key_pkey';
  END
  $$;

REVOKE ALL ON FUNCTION vault_shred(uuid), vault_write_anew() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_shred(uuid), vault_write_anew() TO chaperone_worker;
