-- What a worker reads of access to say each day how it stands (chaperone.evidence): when, by whom and with what
-- result, and never why. Policies of the organization hold as they do for everybody.
GRANT SELECT (user_id, begun_at, ends_at, reviewed_by, reviewed_at) ON access_emergency TO chaperone_worker;
GRANT SELECT (id, organization_id, home_id, user_id, requested_by, role, element, scope, until, requested_at, state,
              home_officer_id, home_decided_at, officer_id, decided_at)
  ON access_request TO chaperone_worker;
