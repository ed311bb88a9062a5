-- Forgets envelopes that age alone would refuse by now: an hour is what is accepted, a day leaves room for
-- clocks that differ. The worker may do this and no more: a fresh envelope that was forgotten could be replayed.
CREATE FUNCTION carriers_purge_envelopes(p_most integer) RETURNS bigint
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  WITH gone AS (
    DELETE FROM carriers_envelope WHERE id IN (
      SELECT id FROM carriers_envelope WHERE sent_at < now() - interval '1 day'
      ORDER BY sent_at LIMIT p_most FOR UPDATE SKIP LOCKED
    ) RETURNING 1
  )
  SELECT count(*) FROM gone;
  $$;
REVOKE ALL ON FUNCTION carriers_purge_envelopes(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION carriers_purge_envelopes(integer) TO chaperone_worker;
CREATE INDEX carriers_envelope_sent_at ON carriers_envelope (sent_at);
