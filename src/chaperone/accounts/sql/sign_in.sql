-- Signing in. Most of it happens before the organization is known (docs/decisions/0004): what carries
-- no organization has plain grants; sessions and invitations carry one, so they have row security,
-- and what must be done before a context is set goes through the functions below.
GRANT INSERT ON accounts_user TO chaperone_web;
GRANT SELECT, INSERT, DELETE ON accounts_pastpassword TO chaperone_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_recoverycode, accounts_throttle TO chaperone_web;
GRANT SELECT, INSERT, UPDATE ON accounts_link TO chaperone_web;
-- A worker makes the tokens and mails them, and clears away what has run out.
GRANT SELECT, UPDATE ON accounts_link TO chaperone_worker;
GRANT SELECT ON mfa_authenticator TO chaperone_worker;
GRANT SELECT, DELETE ON django_session, accounts_throttle TO chaperone_worker;

ALTER TABLE accounts_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON accounts_invitation
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT ON accounts_invitation TO chaperone_web;
GRANT SELECT ON accounts_invitation TO chaperone_auditor;

ALTER TABLE accounts_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_session FORCE ROW LEVEL SECURITY;
-- A person begins and sees their own; who is in an organization's context sees that organization's.
CREATE POLICY own ON accounts_session
  USING (user_id = (SELECT chaperone_staff())) WITH CHECK (user_id = (SELECT chaperone_staff()));
CREATE POLICY organization ON accounts_session FOR SELECT
  USING (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT ON accounts_session TO chaperone_web;
GRANT SELECT ON accounts_session TO chaperone_auditor;

-- The owner's policy serves the functions below only: no server process signs in as the owner.
CREATE POLICY functions ON accounts_session TO chaperone_owner USING (true) WITH CHECK (true);

-- The session of a browser: asked at each request, before anybody knows for whom it is.
CREATE FUNCTION accounts_session_find(p_key text) RETURNS SETOF accounts_session
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT * FROM accounts_session WHERE key = p_key $$;

-- The sessions of a person that are still open, in any organization, oldest first.
CREATE FUNCTION accounts_sessions_of(p_user uuid) RETURNS SETOF accounts_session
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT * FROM accounts_session WHERE user_id = p_user AND ended_at IS NULL ORDER BY signed_in_at, id
  $$;

CREATE FUNCTION accounts_session_renew(p_id uuid, p_at timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    UPDATE accounts_session SET last_seen_at = p_at
    WHERE id = p_id AND ended_at IS NULL AND last_seen_at < p_at
  $$;

-- The browser got a new key (at sign-in and at a change of privilege); the session goes with it.
CREATE FUNCTION accounts_session_rekey(p_old text, p_new text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ UPDATE accounts_session SET key = p_new WHERE key = p_old $$;

CREATE FUNCTION accounts_session_choose(p_id uuid, p_organization uuid) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ UPDATE accounts_session SET organization_id = p_organization WHERE id = p_id $$;

-- Ends the open sessions of a person (p_only: just this one; p_kept: not this one) and forgets what
-- their browsers held. Returns those that this call ended, so that each end is recorded once.
CREATE FUNCTION accounts_sessions_end(p_user uuid, p_only uuid, p_kept uuid, p_why text)
  RETURNS SETOF uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH ended AS (
      UPDATE accounts_session SET ended_at = clock_timestamp(), ended_why = p_why
      WHERE user_id = p_user AND ended_at IS NULL
        AND (p_only IS NULL OR id = p_only) AND (p_kept IS NULL OR id <> p_kept)
      RETURNING id, key
    ), forgotten AS (
      DELETE FROM django_session USING ended WHERE session_key = ended.key
    )
    SELECT id FROM ended
  $$;

REVOKE ALL ON FUNCTION accounts_session_find(text), accounts_sessions_of(uuid),
  accounts_session_renew(uuid, timestamptz), accounts_session_rekey(text, text),
  accounts_session_choose(uuid, uuid), accounts_sessions_end(uuid, uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_session_find(text), accounts_sessions_of(uuid),
  accounts_session_renew(uuid, timestamptz), accounts_session_rekey(text, text),
  accounts_session_choose(uuid, uuid), accounts_sessions_end(uuid, uuid, uuid, text)
  TO chaperone_web;

-- One wrong try. The fifth in a row closes the subject for a minute, each further one for twice as
-- long, at most an hour; the hundredth until somebody opens it (NIST SP 800-63B-4, 3.2.2). Tries while
-- closed don't count: nobody can keep a colleague out by going on. Returns whether this try closed it.
CREATE FUNCTION accounts_throttle_count(p_subject text) RETURNS boolean
  LANGUAGE sql SET search_path = public, pg_temp
  AS $$
    INSERT INTO accounts_throttle AS t (subject, failures, last_at) VALUES (p_subject, 1, clock_timestamp())
    ON CONFLICT (subject) DO UPDATE SET
      failures = t.failures + 1,
      last_at = clock_timestamp(),
      locked_until = CASE
        WHEN t.failures + 1 >= 100 THEN timestamptz '9999-01-01 00:00+00'
        WHEN t.failures + 1 >= 5
          THEN clock_timestamp() + least(3600, 60 * 2 ^ least(t.failures + 1 - 5, 10)) * interval '1 second'
      END
      WHERE t.locked_until IS NULL OR t.locked_until <= clock_timestamp()
    RETURNING t.locked_until IS NOT NULL
  $$;
REVOKE ALL ON FUNCTION accounts_throttle_count(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_throttle_count(text) TO chaperone_web;
