"""Was it a breach, and who must know until when (45 CFR 164.402-412, GDPR Art. 33-34)."""
