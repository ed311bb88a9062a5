-- What a worker reads of sign-in to say each day how it stands (chaperone.evidence): that somebody has a second factor,
-- and never its secret; when and from where sessions are open, and never their keys.
GRANT SELECT (id, user_id, type) ON mfa_authenticator TO chaperone_worker;
GRANT SELECT (id, organization_id, user_id, open_floor, signed_in_at, last_seen_at, address, ended_at, ended_why)
  ON accounts_session TO chaperone_worker;
