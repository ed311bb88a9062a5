"""The last look at every reply before it goes out, whoever worded it, and at what asks for one."""
