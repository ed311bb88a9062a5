-- Ceremonies of keys: of the installation. Nothing is deleted, and what was held is not changed: a ceremony is checked, and
-- voided by the next (45 CFR 164.316(b)(2)(i)). `chaperone keys` works as the worker's login.
grant select on continuity_ceremony to chaperone_web, chaperone_worker, chaperone_auditor;
grant insert on continuity_ceremony to chaperone_worker;
grant update (checked_at, void_at) on continuity_ceremony to chaperone_worker;
