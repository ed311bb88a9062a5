-- Sign-in happens before the organization is known, so these tables carry none (docs/decisions/0004).
GRANT SELECT, UPDATE ON accounts_user TO chaperone_web;
GRANT SELECT ON accounts_user TO chaperone_worker, chaperone_auditor;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON account_emailaddress, account_emailconfirmation, mfa_authenticator, django_session
  TO chaperone_web;
GRANT SELECT ON django_content_type TO chaperone_web;
GRANT SELECT ON django_migrations TO chaperone_web, chaperone_worker, chaperone_sequencer;
