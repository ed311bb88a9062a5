-- Pieces of uploaded files: seen with their file, gone with it.
ALTER TABLE members_uploadpiece ADD CONSTRAINT members_uploadpiece_of_file
  FOREIGN KEY (file_id) REFERENCES members_upload (id) ON DELETE CASCADE;
-- Sealed bytes do not compress: trying costs time.
ALTER TABLE members_uploadpiece ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE members_uploadpiece ENABLE ROW LEVEL SECURITY;
ALTER TABLE members_uploadpiece FORCE ROW LEVEL SECURITY;
CREATE POLICY of_its_file ON members_uploadpiece TO chaperone_web
  USING (organization_id = (SELECT chaperone_organization())
         AND EXISTS (SELECT 1 FROM members_upload u WHERE u.id = file_id))
  WITH CHECK (organization_id = (SELECT chaperone_organization())
              AND EXISTS (SELECT 1 FROM members_upload u WHERE u.id = file_id));
GRANT SELECT, INSERT ON members_uploadpiece TO chaperone_web;

CREATE OR REPLACE FUNCTION members_write_anew() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s'
  AS $$
  BEGIN
    EXECUTE 'CLUSTER members_member USING members_member_pkey';
    EXECUTE 'CLUSTER members_upload USING members_upload_pkey';
    EXECUTE 'CLUSTER members_uploadpiece USING members_uploadpiece_pkey';
  END
  $$;
