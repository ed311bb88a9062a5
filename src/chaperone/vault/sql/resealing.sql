-- Sealing old values anew (chaperone.vault.resealing): what workers may do to sealed columns of any table, and nothing
-- else. Both work in the organization in context, and only on values of retired keys in reach, which are the
-- organization's own and the platform's.

-- How far the values of each column have been sealed anew.
ALTER TABLE vault_resealing ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_resealing FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON vault_resealing
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT, UPDATE ON vault_resealing TO chaperone_worker;
GRANT SELECT ON vault_resealing TO chaperone_auditor;

-- The key that a sealed value names.
CREATE FUNCTION vault_key_of(p_value bytea) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
  AS $$ SELECT encode(substring(p_value FROM 2 FOR 16), 'hex')::uuid $$;

-- Sealed values of a column that a retired key sealed, by row; after the row p_after, or from the first.
CREATE FUNCTION vault_values_under(p_table name, p_column name, p_after uuid, p_limit integer)
  RETURNS TABLE (id uuid, value bytea)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    RETURN QUERY EXECUTE format(
      'SELECT t.id, t.%2$I FROM public.%1$I t'
      ' WHERE t.organization_id = chaperone_organization() AND ($2 IS NULL OR t.id > $2)'
      '   AND octet_length(t.%2$I) > 17 AND substring(t.%2$I FROM 2 FOR 16) = ANY ($1)'
      ' ORDER BY t.id LIMIT $3', p_table, p_column)
    USING ARRAY(SELECT uuid_send(k.id) FROM vault_key k WHERE k.state = 'retired'), p_after, p_limit;
  END
  $$;

-- How many values of a column each retired key still seals.
CREATE FUNCTION vault_values_left(p_table name, p_column name) RETURNS TABLE (key uuid, values_left bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    RETURN QUERY EXECUTE format(
      'SELECT vault_key_of(t.%2$I), count(*) FROM public.%1$I t'
      ' WHERE t.organization_id = chaperone_organization()'
      '   AND octet_length(t.%2$I) > 17 AND substring(t.%2$I FROM 2 FOR 16) = ANY ($1)'
      ' GROUP BY 1', p_table, p_column)
    USING ARRAY(SELECT uuid_send(k.id) FROM vault_key k WHERE k.state = 'retired');
  END
  $$;

-- Puts values in the place of others: each from a retired key to the one in force of the same owner and purpose, or
-- nothing at all. A value that changed meanwhile is left alone. Returns how many were replaced.
CREATE FUNCTION vault_reseal(p_table name, p_column name, p_rows uuid[], p_before bytea[], p_after bytea[])
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    replaced integer;
  BEGIN
    IF EXISTS (
      SELECT FROM (SELECT DISTINCT vault_key_of(b) AS old, vault_key_of(a) AS new
                   FROM unnest(p_before, p_after) AS v (b, a)) AS pair
      WHERE NOT EXISTS (
        SELECT FROM vault_key old JOIN vault_key new USING (organization_id, purpose)
        WHERE old.id = pair.old AND old.state = 'retired' AND new.id = pair.new AND new.state = 'active'
          AND old.member_id IS NOT DISTINCT FROM new.member_id)
    ) THEN
      RAISE EXCEPTION 'values are sealed anew under the key in force of the same owner only'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Tables whose rows are never changed let this through (and look that nothing else changes).
    PERFORM set_config('chaperone.resealing', 'on', true);
    EXECUTE format(
      'UPDATE public.%1$I t SET %2$I = v.after'
      ' FROM unnest($1, $2, $3) AS v (id, before, after)'
      ' WHERE t.id = v.id AND t.organization_id = chaperone_organization() AND t.%2$I = v.before',
      p_table, p_column)
    USING p_rows, p_before, p_after;
    GET DIAGNOSTICS replaced = ROW_COUNT;
    PERFORM set_config('chaperone.resealing', '', true);
    RETURN replaced;
  END
  $$;

-- Lets the functions above reach a table, whatever else its row security asks for. Run by every upgrade, for each table
-- with sealed columns. No server process signs in as the owner.
CREATE FUNCTION vault_admit_resealing(p_table name) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_policies WHERE schemaname = 'public' AND tablename = p_table
                     AND policyname = 'resealing') THEN
      EXECUTE format(
        'CREATE POLICY resealing ON public.%I TO chaperone_owner'
        ' USING (organization_id = (SELECT chaperone_organization()))'
        ' WITH CHECK (organization_id = (SELECT chaperone_organization()))', p_table);
    END IF;
  END
  $$;

REVOKE ALL ON FUNCTION vault_key_of(bytea), vault_values_under(name, name, uuid, integer),
  vault_values_left(name, name), vault_reseal(name, name, uuid[], bytea[], bytea[]), vault_admit_resealing(name)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_values_under(name, name, uuid, integer), vault_values_left(name, name),
  vault_reseal(name, name, uuid[], bytea[], bytea[]) TO chaperone_worker;
