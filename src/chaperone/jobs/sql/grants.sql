-- Web only leaves nudges; workers run them. The queue's own functions run with the caller's rights.
GRANT SELECT, INSERT ON procrastinate_jobs, procrastinate_events TO chaperone_web;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
  TO chaperone_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO chaperone_web, chaperone_worker;
DO $$
  DECLARE
    queue_function regprocedure;
  BEGIN
    FOR queue_function IN
      SELECT oid::regprocedure FROM pg_proc
      WHERE proname LIKE 'procrastinate\_%' AND pronamespace = 'public'::regnamespace
    LOOP
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO chaperone_web, chaperone_worker', queue_function);
    END LOOP;
  END
$$;
