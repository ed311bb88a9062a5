-- Journals of emergency mode belong to the installation. They are joined as the web login, which alone keeps requests.
-- Nothing is removed, and what a journal was is not changed.
GRANT SELECT, INSERT ON continuity_journal TO chaperone_web;
GRANT UPDATE (joined, entries, requests, problems, lines, joined_at) ON continuity_journal TO chaperone_web;
GRANT SELECT ON continuity_journal TO chaperone_worker, chaperone_auditor, chaperone_backup;
