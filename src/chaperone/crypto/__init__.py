"""Pure cryptography: sealing values, wrapping keys, blind indexes, holders of the root key."""
