-- Workers carry out what was approved: a member's identifying values and their blind index go with the key.
GRANT UPDATE (name, phone, birth_date, phone_index, destroyed_at) ON members_member TO chaperone_worker;

-- Deleted rows stay in a table's file until they are overwritten. Writing the table anew leaves them out, and what a page
-- kept of them; the old file is removed at the next checkpoint. Nothing else may hold the table for that moment.
CREATE FUNCTION members_write_anew() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s'
  AS $$
  BEGIN
    EXECUTE 'CLUSTER members_member USING members_member_pkey';
    EXECUTE 'CLUSTER members_upload USING members_upload_pkey';
  END
  $$;
REVOKE ALL ON FUNCTION members_write_anew() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION members_write_anew() TO chaperone_worker;
