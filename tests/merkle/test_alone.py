"""The room ships to auditors alone, and its two halves share no code."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import chaperone.merkle

ROOM = Path(chaperone.merkle.__file__).parent
FILES = sorted(ROOM.rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOM).as_posix())
def test_a_file_needs_the_standard_library_and_cryptography_only(path: Path) -> None:
    for name in imported(path):
        top = name.partition(".")[0]
        assert top in {"cryptography", *sys.stdlib_module_names} or name.startswith(
            "chaperone.merkle."
        )


@pytest.mark.parametrize(("half", "other"), [("audit", "log"), ("log", "audit")])
def test_who_checks_the_log_shares_no_code_with_who_keeps_it(half: str, other: str) -> None:
    files = [path for path in FILES if path.parent.name == half]
    assert len(files) > 5
    watching = [path for path in FILES if path.parent.name in ("witness", "merkle")]
    for path in [*files, *watching] if half == "audit" else files:
        assert not {name for name in imported(path) if name.startswith(f"chaperone.merkle.{other}")}


def test_the_verifier_loads_nothing_of_the_platform() -> None:
    script = (
        "import sys, chaperone.merkle.command\n"
        "print([name for name in sys.modules if name.startswith(('django', 'psycopg'))"
        " or name.startswith('chaperone.') and not name.startswith('chaperone.merkle')"
        " or name.startswith('chaperone.merkle.log')])"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOM.parents[1], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
