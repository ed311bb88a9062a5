"""Reports and packages of evidence that an auditor takes away, and checks without us."""
