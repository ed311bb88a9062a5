-- Workers remind people of reviews that fall due: they read when, and no reason.
GRANT SELECT ON access_review, access_reviewitem TO chaperone_worker;
GRANT SELECT (id, organization_id, review_due_at, verdict) ON access_emergency TO chaperone_worker;
