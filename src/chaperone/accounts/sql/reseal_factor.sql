-- Renews the seal of an authenticator app's secret, unless it changed meanwhile; nothing else of a second factor.
CREATE FUNCTION accounts_reseal_factor(p_factor bigint, p_before text, p_after text) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH changed AS (
      UPDATE mfa_authenticator SET data = data || jsonb_build_object('secret', p_after)
      WHERE id = p_factor AND type = 'totp' AND data ->> 'secret' = p_before
        AND vault_key_of(decode(p_after, 'base64')) IN (
          SELECT id FROM vault_key
          WHERE organization_id = '00000000-0000-0000-0000-000000000000' AND purpose = 'secret' AND state = 'active')
      RETURNING 1
    )
    SELECT count(*)::integer FROM changed
  $$;
REVOKE ALL ON FUNCTION accounts_reseal_factor(bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_reseal_factor(bigint, text, text) TO chaperone_worker;
