"""`chaperone config`: the settings of an organization, on the command line."""

import json
from typing import Annotated, Any

import typer
from django.core.exceptions import ValidationError

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.cli.answers import AsJson, misuse
from chaperone.cli.errors import NoSuchSetting, SettingRefused, WhichOrganization
from chaperone.organizations.actions import change_setting
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import Setting, declared

app = typer.Typer(help="Read and change an organization's settings.", no_args_is_help=True)

Which = Annotated[
    str, typer.Option("--organization", help="Its short name, where there is more than one.")
]
Name = Annotated[str, typer.Argument(help="As `chaperone config list` names it.")]


@app.command("list")
def list_(organization: Which = "", as_json: AsJson = False) -> None:
    """Print every setting and its value."""
    where = organization_named(organization)
    rows = [_row(setting, where) for setting in _sorted()]
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        as_it_came = "" if row["changed"] else "   (as it came)"
        typer.echo(f"{row['name']:{width}}  {json.dumps(row['value'])}{as_it_came}")


@app.command()
def get(name: Name, organization: Which = "", as_json: AsJson = False) -> None:
    """Print one setting: its value, and what values it takes."""
    row = _row(_setting(name), organization_named(organization))
    if as_json:
        typer.echo(json.dumps(row, indent=1))
    else:
        typer.echo(f"{json.dumps(row['value'])}\n{row['label']}. {row['rule']}".rstrip())


@app.command("set")
def set_(
    name: Name,
    value: Annotated[str, typer.Argument(help="A word, a number, or JSON.")],
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    organization: Which = "",
    as_json: AsJson = False,
) -> None:
    """Change a setting; recorded with the reason."""
    if not reason.strip():
        misuse("config", "say why, with --reason; it is recorded.")
    setting, where = _setting(name), organization_named(organization)
    actor = operator(where.id)
    try:
        with acting_for(actor):
            change_setting(actor=actor, setting=setting, value=_parsed(value), reason=reason)
    except ValidationError as problem:
        raise SettingRefused(name=name, reason=" ".join(problem.messages)) from problem
    row = _row(setting, where)
    typer.echo(json.dumps(row, indent=1) if as_json else f"{name} is {json.dumps(row['value'])}.")


def _sorted() -> list[Setting]:
    return sorted(declared().values(), key=lambda setting: (setting.group, setting.name))


def _setting(name: str) -> Setting:
    if name not in declared():
        raise NoSuchSetting(name=name)
    return declared()[name]


def organization_named(slug: str) -> Organization:
    """The one that is named, or the only one. Raises WhichOrganization."""
    found = list(Organization.objects.order_by("slug"))
    wanted = [each for each in found if each.slug == slug] if slug else found
    if len(wanted) != 1:
        raise WhichOrganization(known=", ".join(each.slug for each in found) or "none yet")
    return wanted[0]


def _row(setting: Setting, where: Organization) -> dict[str, Any]:
    field = setting.field()
    value = value_of(setting, where.id)
    return {
        "name": setting.name,
        "group": setting.group,
        "value": value,
        "default": setting.default,
        "changed": value != setting.default,
        "label": str(field.label or setting.name),
        "rule": str(field.help_text),
    }


def _parsed(text: str) -> Any:
    """Numbers, yes and no, and lists as JSON; all else is a word."""
    try:
        return json.loads(text)
    except ValueError:
        return text
