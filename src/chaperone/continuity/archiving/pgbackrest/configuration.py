"""The configuration of pgBackRest: written by us, or somebody's own that is checked before use."""

import configparser
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CIPHER_PASS = "PGBACKREST_REPO1_CIPHER_PASS"  # noqa: S105  (a name)
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_CIPHER = "aes-256-cbc"
_LEAST_FULL = 2
"""While the next is made, the only one could be gone."""


class Plan(NamedTuple):
    """``stanza``: what pgBackRest calls the database. ``work``: for its log, locks and queue."""

    stanza: str
    data: Path
    port: int
    socket: Path
    user: str
    repository: Path
    work: Path
    full_kept: int = _LEAST_FULL


def written(plan: Plan) -> str:
    """The file. The passphrase is not in it: pgBackRest takes it from the environment.

    Raises ``ValueError`` for a name or a path that could end its line.
    """
    paths = (plan.data, plan.socket, plan.repository, plan.work)
    if not _WORD.fullmatch(plan.stanza) or not _WORD.fullmatch(plan.user):
        raise ValueError("A stanza or user has letters, digits, hyphens, 64 at most.")
    if any(not str(path).isprintable() or not path.is_absolute() for path in paths):
        raise ValueError("Paths begin with / and have no line breaks.")
    return f"""\
# Written by Chaperone. The passphrase of the repository is in {CIPHER_PASS}.
[global]
repo1-path={plan.repository}
repo1-cipher-type={_CIPHER}
repo1-retention-full={max(plan.full_kept, _LEAST_FULL)}
log-path={plan.work / "log"}
lock-path={plan.work / "lock"}
spool-path={plan.work / "spool"}
start-fast=y

[{plan.stanza}]
pg1-path={plan.data}
pg1-port={plan.port}
pg1-socket-path={plan.socket}
pg1-user={plan.user}
"""


def shortcomings(text: str, stanza: str) -> Iterator[str]:
    """What is missing in a configuration, as sentences; none when all is well."""
    found = configparser.ConfigParser(interpolation=None, delimiters=("=",), strict=False)
    try:
        found.read_string(text)
    except configparser.Error:
        yield "The file is not a configuration of pgBackRest."
        return
    if not found.has_section(stanza) or not found.has_option(stanza, "pg1-path"):
        yield f"There is no database under [{stanza}]: pg1-path is missing."
    options = dict(found["global"]) if found.has_section("global") else {}
    options |= dict(found[stanza]) if found.has_section(stanza) else {}
    repositories = sorted({name.split("-")[0] for name in options if re.match(r"repo\d+-", name)})
    if not repositories:
        yield "There is no repository: repo1-path is missing."
    for repository in repositories:
        yield from _of_repository(repository, options)


def _of_repository(repository: str, options: dict[str, str]) -> Iterator[str]:
    if options.get(f"{repository}-cipher-type") != _CIPHER:
        yield f"{repository}-cipher-type is not {_CIPHER}: backups would lie there in clear."
    if f"{repository}-cipher-pass" in options:
        yield f"{repository}-cipher-pass stands in the file: give it by the environment."
    if f"{repository}-retention-full" not in options:
        yield f"{repository}-retention-full is missing: backups would never expire."
    if options.get(f"{repository}-storage-verify-tls", "y") == "n":
        yield f"{repository}-storage-verify-tls=n: anybody could be the repository."
