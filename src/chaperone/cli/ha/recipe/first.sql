-- Who makes Chaperone's logins and its database, and can do no more than that.
set password_encryption = 'scram-sha-256';
set log_statement = 'none';
create role chaperone_administrator login createrole createdb password '$administrator';
