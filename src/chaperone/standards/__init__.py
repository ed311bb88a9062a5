"""Pure: the HIPAA standards as data, and which paragraphs of 45 CFR 160 and 164 there are."""
