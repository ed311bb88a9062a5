"""In whose name a command about the record acts, where it is itself recorded."""

import os
from typing import Annotated

import typer
from django.conf import settings
from django.db import connections

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.cli.answers import misuse
from chaperone.database.address import password
from chaperone.ledger.actors import Actor
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import organizations_all

Which = Annotated[
    str, typer.Option("--organization", help="Its short name, where there is more than one.")
]


def acting_in(slug: str, *, command: str = "ledger", or_first: bool = False) -> Actor:
    """The operator, in the organization that is named, or the only one. Exit 2 where it is none.

    ``or_first``: of several, the oldest; which one, and how to name another, is told.

    As the worker: the auditor's login, which the other commands use, writes nothing.
    """
    secret = password(settings.CHAPERONE_DATA, "worker", os.environ)
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict |= {"USER": "chaperone_worker", "PASSWORD": secret}
    known: dict[str, Actor] = {}
    for organization_id in organizations_all():
        actor = operator(organization_id)
        with acting_for(actor):
            known[Organization.objects.get(id=organization_id).slug] = actor
    wanted = [known[slug]] if slug in known else [] if slug else list(known.values())
    if or_first and len(wanted) > 1:
        oldest = min(known, key=lambda each: known[each].organization_id)
        wanted = [known[oldest]]
        typer.echo(
            f"chaperone {command}: about {oldest}; name another with --organization.", err=True
        )
    if len(wanted) != 1:
        names = ", ".join(sorted(known)) or "none yet"
        misuse(command, f"name one with --organization: {names}.")
    return wanted[0]
