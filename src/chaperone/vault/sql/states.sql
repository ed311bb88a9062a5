-- A key that wraps others cannot go before they do: a real foreign key, so that not even a key that another transaction
-- is just making under it can be left without it. Of organization keys the root key's name stands here, which is no row.
ALTER TABLE vault_key ADD COLUMN wrapped_by_key uuid
  GENERATED ALWAYS AS (CASE WHEN purpose <> 'organization' THEN wrapped_by::uuid END) STORED
  REFERENCES vault_key (id);
CREATE INDEX vault_key_wrapped_by ON vault_key (wrapped_by_key);
-- Versions of a key, the retired ones too.
CREATE INDEX vault_key_versions ON vault_key (organization_id, purpose, member_id);

-- What workers and the operator's commands may do to keys of the organization in context, and nothing else. The owner's
-- row security would let the platform's keys be deleted from any context, so each says again whose they must be.

-- Wraps keys anew. Those that are wrapped by another key by now are left alone; returns how many were not.
CREATE FUNCTION vault_rewrap(p_from text, p_to text, p_keys uuid[], p_wrapped bytea[]) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH changed AS (
      UPDATE vault_key k SET wrapped = anew.wrapped, wrapped_by = p_to
      FROM unnest(p_keys, p_wrapped) AS anew (id, wrapped)
      WHERE k.id = anew.id AND k.wrapped_by = p_from AND k.organization_id = chaperone_organization()
      RETURNING 1
    )
    SELECT count(*)::integer FROM changed
  $$;

-- Takes keys out of force; returns how many were in force.
CREATE FUNCTION vault_retire(p_keys uuid[]) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH changed AS (
      UPDATE vault_key SET state = 'retired', retired_at = now()
      WHERE id = ANY (p_keys) AND state = 'active' AND organization_id = chaperone_organization()
      RETURNING 1
    )
    SELECT count(*)::integer FROM changed
  $$;

-- Puts a key into force that was announced; the one before it must have been retired.
CREATE FUNCTION vault_put_in_force(p_key uuid) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH changed AS (
      UPDATE vault_key SET state = 'active'
      WHERE id = p_key AND state = 'coming' AND organization_id = chaperone_organization()
      RETURNING 1
    )
    SELECT count(*) = 1 FROM changed
  $$;

-- Destroys keys that were retired long enough ago. Never those of the ledger, whose entries are never sealed anew: the
-- tree is over the sealed bytes. Nor those of blind indexes, since not every index can be computed anew.
CREATE FUNCTION vault_destroy(p_keys uuid[], p_rest interval) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH gone AS (
      DELETE FROM vault_key
      WHERE id = ANY (p_keys) AND state = 'retired' AND retired_at <= now() - p_rest
        AND purpose NOT IN ('ledger', 'index') AND organization_id = chaperone_organization()
      RETURNING 1
    )
    SELECT count(*)::integer FROM gone
  $$;

REVOKE ALL ON FUNCTION vault_rewrap(text, text, uuid[], bytea[]), vault_retire(uuid[]), vault_put_in_force(uuid),
  vault_destroy(uuid[], interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_rewrap(text, text, uuid[], bytea[]), vault_retire(uuid[]), vault_put_in_force(uuid),
  vault_destroy(uuid[], interval) TO chaperone_worker;
