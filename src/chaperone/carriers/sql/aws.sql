-- Envelopes and subscriptions are the installation's own: they name no organization and no person.
GRANT SELECT, INSERT ON carriers_envelope TO chaperone_web;
GRANT SELECT, INSERT, UPDATE ON carriers_subscription TO chaperone_web;
GRANT SELECT, UPDATE ON carriers_subscription TO chaperone_worker;
