"""What enforces the policies: for each name that a text leans on, its value in the running system.

45 CFR 164.316(a): a policy that says one thing while the system does another is found, because
the policy's page shows both. Values are read where they are in force (a setting of the
organization, the database's own catalogue, the constant that the code uses), at each question.
"""
