"""The request log looked at: what stands out goes into the ledger, where rules find it."""
