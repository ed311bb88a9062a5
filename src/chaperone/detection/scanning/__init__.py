"""Looking at the ledger by the rules: as entries are placed, and over history."""
