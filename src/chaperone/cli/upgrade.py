"""Migrations, static files and demo data, as the owner of the database.

Loaded after Django is set up.
"""

import importlib
import json
import sys

from django.core.management import call_command

from chaperone.assistant.actions import load_library
from chaperone.organizations.actions import create_platform
from chaperone.risks.changes.queries import state_of_version
from chaperone.risks.changes.running import running_version, told
from chaperone.vault import resealing


def run(*, demo: bool) -> None:
    """Migrate, and seed the demo when asked; the last line printed is the demo's JSON."""
    call_command("migrate", interactive=False, verbosity=1, stdout=sys.stderr)
    resealing.admit()
    create_platform()
    load_library()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    warning = told(state_of_version(running_version()))
    if warning and not demo:
        print(f"upgrade: {warning}", file=sys.stderr)
    people = importlib.import_module("chaperone.cli.demo").seed() if demo else {}
    print(json.dumps(people))
