-- What was destroyed, and on whose word: read in the organization, decided by web, carried out by workers.
ALTER TABLE retention_destruction ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_destruction FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON retention_destruction
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT, INSERT, UPDATE (state, decided_by, decided_at) ON retention_destruction TO chaperone_web;
GRANT SELECT, UPDATE (state, written_anew_at) ON retention_destruction TO chaperone_worker;

ALTER TABLE retention_certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_certificate FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON retention_certificate
  USING (organization_id = (SELECT chaperone_organization()))
  WITH CHECK (organization_id = (SELECT chaperone_organization()));
GRANT SELECT ON retention_certificate TO chaperone_web;
GRANT SELECT, INSERT ON retention_certificate TO chaperone_worker;

-- A certificate says what was; whoever asks (the owner included), it is never changed.
CREATE FUNCTION retention_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a certificate is never changed: % is refused', tg_op USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER retention_certificate_unchanged BEFORE UPDATE OR DELETE ON retention_certificate
  FOR EACH ROW EXECUTE FUNCTION retention_refuse_change();
CREATE TRIGGER retention_certificate_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON retention_certificate
  FOR EACH STATEMENT EXECUTE FUNCTION retention_refuse_change();
