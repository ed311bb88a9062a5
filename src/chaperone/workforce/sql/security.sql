-- Each organization its own; nothing is deleted; only what may change can be changed.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['person', 'official', 'agreement', 'checklist', 'line', 'confidential'] LOOP
    EXECUTE format('ALTER TABLE workforce_%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE workforce_%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY organization ON workforce_%I'
      ' USING (organization_id = (SELECT chaperone_organization()))'
      ' WITH CHECK (organization_id = (SELECT chaperone_organization()))', name);
    EXECUTE format('GRANT SELECT, INSERT ON workforce_%I TO chaperone_web', name);
  END LOOP;
END
$$;
GRANT UPDATE (position, supervisor_id, started_on, ended_on) ON workforce_person TO chaperone_web;
GRANT UPDATE (owner_id, due_on, done_at, done_by) ON workforce_line TO chaperone_web;
GRANT UPDATE (retired_at, retired_by) ON workforce_confidential TO chaperone_web;
GRANT SELECT ON workforce_person, workforce_official, workforce_checklist, workforce_line
  TO chaperone_worker, chaperone_auditor;
GRANT SELECT ON workforce_agreement TO chaperone_auditor;

-- Everybody signs for themselves, and with their own signature under exactly this text.
CREATE POLICY own ON workforce_agreement AS RESTRICTIVE FOR INSERT TO chaperone_web
  WITH CHECK (user_id = (SELECT chaperone_staff()) AND signed_at = statement_timestamp()
    AND EXISTS (
      SELECT FROM registers_signature s
      WHERE s.record_id = workforce_agreement.id AND s.user_id = workforce_agreement.user_id
        AND s.organization_id = workforce_agreement.organization_id
        AND s.sha256 = encode(sha256(convert_to(workforce_agreement.text, 'UTF8')), 'hex')));
-- Whoever is cleared has signed, in this very transaction; there is no grace (docs/decisions/0026).
CREATE POLICY confidentiality ON access_clearance AS RESTRICTIVE FOR INSERT TO chaperone_web
  WITH CHECK (name <> 'confidentiality' OR EXISTS (
    SELECT FROM workforce_agreement a
    WHERE a.organization_id = access_clearance.organization_id
      AND a.user_id = access_clearance.user_id AND a.until = access_clearance.until
      AND a.signed_at >= transaction_timestamp()));

-- Whom anybody may ask, by the organization's short name. The owner's policies serve this function only.
CREATE POLICY looking_up ON workforce_official FOR SELECT TO chaperone_owner USING (true);
CREATE FUNCTION workforce_officials(p_slug text)
  RETURNS TABLE (organization text, kind text, name text, email text, phone text, address text, since date)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT o.name::text, w.kind, u.name::text, w.email::text, w.phone::text, w.address::text, w.since
    FROM organizations_organization o
      LEFT JOIN LATERAL (
        SELECT DISTINCT ON (kind) * FROM workforce_official
        WHERE organization_id = o.id ORDER BY kind DESC, id DESC) w ON true
      LEFT JOIN accounts_user u ON u.id = w.user_id
    WHERE o.slug = p_slug
  $$;
REVOKE ALL ON FUNCTION workforce_officials(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workforce_officials(text) TO chaperone_web;
