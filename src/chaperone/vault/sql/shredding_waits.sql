-- As before, but never while the organization's keys are being replaced: a new key for the member, made at the same moment
-- by somebody else, would survive. The lock is the one that rotation takes (chaperone.vault.rotation); the second statement
-- sees what was committed while the first waited.
CREATE OR REPLACE FUNCTION vault_shred(p_member uuid) RETURNS TABLE (key_id uuid, made_at timestamptz)
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('vault rotation ' || chaperone_organization()::text, 0));
    DELETE FROM vault_key
    WHERE purpose = 'member' AND member_id = p_member AND organization_id = chaperone_organization()
    RETURNING id, created_at
  $$;
