-- Each organization its own; nothing is deleted; only what may change can be changed.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['course', 'version', 'assignment', 'attempt', 'certificate', 'note', 'noteread'] LOOP
    EXECUTE format('ALTER TABLE training_%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE training_%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY organization ON training_%I'
      ' USING (organization_id = (SELECT chaperone_organization()))'
      ' WITH CHECK (organization_id = (SELECT chaperone_organization()))', name);
    EXECUTE format('GRANT SELECT ON training_%I TO chaperone_web, chaperone_worker, chaperone_auditor', name);
  END LOOP;
END
$$;
GRANT INSERT ON training_course, training_version, training_assignment, training_attempt, training_certificate,
  training_noteread TO chaperone_web;
GRANT UPDATE (retired_at, retired_by) ON training_course TO chaperone_web;
GRANT UPDATE (passed_at, ended_at) ON training_assignment TO chaperone_web;
GRANT UPDATE (read_pages, answers, finished_at, percent, passed) ON training_attempt TO chaperone_web;
-- Workers assign what is to be renewed, remind, and send notes.
GRANT INSERT ON training_assignment, training_note TO chaperone_worker;
GRANT UPDATE (reminded_on) ON training_assignment TO chaperone_worker;
-- They tell the workforce from guests by where a request came from, and read nothing else of requests.
GRANT SELECT (id, home_id) ON access_request TO chaperone_worker;

-- Everybody takes their own training, and what is finished stays so.
CREATE POLICY own ON training_attempt AS RESTRICTIVE FOR INSERT TO chaperone_web
  WITH CHECK (user_id = (SELECT chaperone_staff()) AND finished_at IS NULL AND EXISTS (
    SELECT FROM training_assignment a
    WHERE a.id = assignment_id AND a.user_id = training_attempt.user_id
      AND a.organization_id = training_attempt.organization_id));
CREATE POLICY taking ON training_attempt AS RESTRICTIVE FOR UPDATE TO chaperone_web
  USING (user_id = (SELECT chaperone_staff()) AND finished_at IS NULL) WITH CHECK (true);
CREATE POLICY passed ON training_certificate AS RESTRICTIVE FOR INSERT TO chaperone_web
  WITH CHECK (user_id = (SELECT chaperone_staff()) AND passed_at = statement_timestamp() AND EXISTS (
    SELECT FROM training_attempt t JOIN training_assignment a ON a.id = t.assignment_id
    WHERE t.id = attempt_id AND t.passed AND t.user_id = training_certificate.user_id
      AND a.course_id = training_certificate.course_id));
CREATE POLICY own ON training_noteread AS RESTRICTIVE FOR INSERT TO chaperone_web
  WITH CHECK (user_id = (SELECT chaperone_staff()));

-- Whoever is cleared has a certificate that lasts as long (docs/decisions/0026).
CREATE POLICY training ON access_clearance AS RESTRICTIVE FOR INSERT TO chaperone_web
  WITH CHECK (name <> 'training' OR why = 'grace' OR EXISTS (
    SELECT FROM training_certificate c
    WHERE c.organization_id = access_clearance.organization_id
      AND c.user_id = access_clearance.user_id AND c.until >= access_clearance.until));
