-- Who changes how somebody signs in has them told; a worker mails it, and clears it away. Like links, these rows carry
-- no organization: a person has one account, wherever they work.
GRANT SELECT, INSERT ON accounts_signinchange TO chaperone_web;
GRANT SELECT, UPDATE, DELETE ON accounts_signinchange TO chaperone_worker;

-- Peers that forward requests and are not named: noted by the web server, read and cleared away by workers.
GRANT SELECT, INSERT, UPDATE ON accounts_forwarder TO chaperone_web;
GRANT SELECT, DELETE ON accounts_forwarder TO chaperone_worker;
