"""No copy of ePHI leaves without an approval: a walk over all that makes files.

``docs/security/copies.md`` lists every module, route and command that gives something away. What is
new there and not listed fails; what counts as a copy and does not ask for an approval fails.
"""

import ast
import inspect
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from django.http import HttpResponse, JsonResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

import chaperone
from chaperone.access import decorators, registry
from chaperone.access.actors import operator
from chaperone.access.copies import RECORD, require_approval
from chaperone.access.decorators import requires
from chaperone.access.errors import CopyNotApproved
from chaperone.access.registry import Copy
from chaperone.accounts.models import Session
from chaperone.cli.commands import commands
from chaperone.cli.lazy import LAZY, load
from chaperone.members.models import Member
from tests.cast import LAKESIDE, ines, inside, maria
from tests.facilities.scene import approved

SOURCE = Path(chaperone.__file__).parent
PAGE = (SOURCE.parents[1] / "docs/security/copies.md").read_text()
MAKES_FILES = re.compile(
    r"Content-Disposition|FileResponse|StreamingHttpResponse|content_type=|ZipFile\(|csv\.writer\("
    r"|write_new\(|write_bytes\(|\.write_text\(|\bto_csv\(|\bto_json\("
)
# A verb of ours that is called like Path's; and what says of which kind a file is that came in.
NO_MAKER = {
    "conversations/texts/actions.py",
    "members/uploads.py",
    "registers/actions/attachments.py",
    "registers/contents.py",
    "registers/queries/attachments.py",
    "web/fixed_texts/views.py",
}


def listed(heading):
    """The rows of a table of the page: what is named in the first cell, and what the last one says."""
    part = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| `")]
    return {name: row[-1] for row in rows for name in re.findall(r"`([^`]+)`", row[0])}


MODULES = listed("Modules")
ROUTES = listed("Routes")
COMMANDS = listed("Commands")


def makers():
    for path in SOURCE.rglob("*.py"):
        name = str(path.relative_to(SOURCE))
        if "/migrations/" not in name and name not in NO_MAKER and makes_files(path.read_text()):
            yield name


def makes_files(source):
    """Calls and constants only: what a comment says makes nothing."""
    if not MAKES_FILES.search(source):
        return False
    nodes = ast.walk(ast.parse(source))
    said = (ast.unparse(node) for node in nodes if isinstance(node, ast.Call | ast.Dict))
    return any(MAKES_FILES.search(text) for text in said)


def agree(found, told):
    new, gone = sorted(found - told.keys()), sorted(told.keys() - found)
    assert not new, f"say in docs/security/copies.md what these give away: {new}"
    assert not gone, f"these make no files any more: {gone}"


def test_every_module_that_makes_files_is_listed():
    found = set(makers())
    agree(found, MODULES)


def named_routes(resolver, prefix=""):
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            inner = f"{prefix}{item.namespace}:" if item.namespace else prefix
            yield from named_routes(item, inner)
        elif isinstance(item, URLPattern) and item.name:
            yield prefix + item.name, item.callback


def reaches_a_maker(view):
    """Whether a view uses, by whatever functions of its module, something that makes files."""
    view = inspect.unwrap(view)
    module = inspect.getmodule(view)
    if module is None or not module.__name__.startswith("chaperone."):
        return False
    tree = ast.parse(inspect.getsource(module))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    from_makers = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and f"{node.module or ''}".startswith("chaperone.")
        if path_of(node.module) in MODULES
        for alias in node.names
    }
    seen, waiting = set(), [view.__name__]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in functions:
            continue
        seen.add(name)
        node = functions[name]
        if MAKES_FILES.search(ast.unparse(node)):
            return True
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if names & from_makers:
            return True
        waiting += names
    return False


def path_of(module):
    return module.removeprefix("chaperone.").replace(".", "/") + ".py"


def test_every_route_that_answers_with_a_file_is_listed():
    found = {name for name, view in named_routes(get_resolver()) if reaches_a_maker(view)}
    assert found >= {"ledger:account", "administration:destruction_pdf"}, "the walk finds nothing"
    agree(found, ROUTES)


def all_commands():
    whole = typer.main.get_command(commands)
    for name in whole.commands:
        if name not in LAZY:
            yield name
    for name, lazy in LAZY.items():
        # No login: as Django is set up already.
        group = typer.main.get_command(load(replace(lazy, login=None, logins=())))
        inner = getattr(group, "commands", None)
        yield from (f"{name} {each}" for each in inner) if inner else [name]


def test_every_command_is_listed():
    for command in all_commands():
        whole = command.split()[0]
        assert command in COMMANDS or whole in COMMANDS, f"docs/security/copies.md: {command}"
    # Where some commands of a group count, each is named.
    assert "ledger" not in COMMANDS


@pytest.mark.parametrize(
    "table", [MODULES, ROUTES, COMMANDS], ids=["modules", "routes", "commands"]
)
def test_what_counts_asks(table):
    counting = {name: said for name, said in table.items() if said.startswith("**yes**")}
    assert counting
    for name, said in counting.items():
        (asks_in,) = re.findall(r"asks in `([^`]+)`", said)
        calls = ast.walk(ast.parse((SOURCE / asks_in).read_text()))
        called = {getattr(node.func, "id", "") for node in calls if isinstance(node, ast.Call)}
        assert "require_approval" in called, f"{name}: {asks_in} asks for no approval"


def test_what_opens_entries_for_taking_away_is_used_in_one_place():
    users = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"import .*\bdisclosed\b|^    disclosed,$", path.read_text(), re.MULTILINE)
    ]
    assert [each for each in users if not each.startswith("ledger/")] == ["disclosures/actions.py"]


def asks_for(view, person):
    request = RequestFactory().get("/", secure=True)
    client = person.client()
    request.user, request.session = person.user, client.session
    request.sign_in = Session.objects.filter(user=person.user).latest("id")
    request.resolver_match = SimpleNamespace(view_name="tests:export", url_name="export")
    return view(request)


def names_in(kind, **headers):
    @requires("members.read")
    def export(request):
        with_names = ", ".join(member.name.open() for member in Member.objects.all()[:2])
        return HttpResponse(with_names, content_type=kind, headers=headers)

    return export


@pytest.mark.django_db(databases=["default", "apart"])
class TestTheDoor:
    """An export that somebody forgot to guard."""

    @pytest.mark.parametrize(
        ("kind", "headers"),
        [
            ("text/csv", {}),
            ("application/json", {}),
            ("text/html", {"Content-Disposition": "attachment"}),
            ("", {}),
        ],
    )
    def test_gives_nothing_away_and_is_on_record(self, kind, headers, monkeypatch):
        recorded = []
        monkeypatch.setattr(decorators, "record_refusal", lambda **said: recorded.append(said))
        with pytest.raises(CopyNotApproved):
            asks_for(names_in(kind, **headers), maria)
        (refusal,) = recorded
        assert refusal["route"] == "tests:export"
        assert refusal["actor"].id == maria.user.id

    def test_a_page_to_read_is_shown(self):
        assert asks_for(names_in("text/html; charset=utf-8"), maria).status_code == 200

    def test_a_file_without_anything_opened_leaves(self):
        @requires("members.read")
        def nothing(request):
            return JsonResponse({"version": 4})

        assert asks_for(nothing, maria).status_code == 200

    def test_with_an_approval_it_leaves(self):
        approval = approved(maria, elements=["name"])

        @requires("members.read")
        def export(request):
            copy = Copy("tests:export", frozenset({"name"}), None)
            require_approval(actor=request.actor, copy=copy, approval=approval)
            return HttpResponse(Member.objects.all()[0].name.open(), content_type="text/csv")

        assert asks_for(export, maria).status_code == 200
        with pytest.raises(CopyNotApproved, match="has been made"):
            asks_for(export, maria)


@pytest.mark.django_db(databases=["default", "apart"])
def test_where_nobody_answers_for_approvals_nothing_leaves(monkeypatch):
    approval = approved(ines, by_command=True)
    monkeypatch.setattr(registry, "_copies", None)
    copy = Copy("tests:export", frozenset({RECORD}), None)
    with inside(LAKESIDE), pytest.raises(CopyNotApproved):
        require_approval(actor=operator(LAKESIDE), copy=copy, approval=approval)
