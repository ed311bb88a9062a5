"""What is done with backups: a module for each verb."""
