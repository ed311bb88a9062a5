"""The wording of opt-out, opt-in and help, as data: `keywords.json`, `en.toml`, `es.toml`."""
