"""`python -m chaperone.cli`: the same as the command `chaperone`."""

import signal

# Ctrl-C while the program is still being read ends it without a word.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from chaperone.cli.main import app  # noqa: E402

signal.signal(signal.SIGINT, signal.default_int_handler)
app()
