"""Starts the auditor's verifier."""

import sys

from chaperone.merkle.command import main

sys.exit(main())
