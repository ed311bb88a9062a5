"""The peer of the thread's page: the same page in ordinary ORM over plain, unsealed tables."""
