"""What is looked for: rules as data (``rules.toml``), and the few kinds of test that one can be."""
