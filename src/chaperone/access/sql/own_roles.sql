-- Workers call people by what their roles let them do, an organization's own roles included.
GRANT SELECT ON access_ownrole TO chaperone_worker;
