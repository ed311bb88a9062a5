"""Files of findings, read strictly: SARIF 2.1.0, CycloneDX VEX (JSON) and plain CSV."""
