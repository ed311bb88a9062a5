"""The embedded PostgreSQL, the logins, the row-security context, ids. Pure psycopg."""
