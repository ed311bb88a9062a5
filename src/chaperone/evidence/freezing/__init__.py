"""Computing standards, and freezing each day's results: signed, in the ledger, never changed."""
