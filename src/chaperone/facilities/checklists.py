"""``checklists.toml``: what a security plan answers, how media are wiped, what is checked."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Item(NamedTuple):
    """Something that is checked at a workstation (45 CFR 164.310(b), (c))."""

    id: str
    item: str
    why: str


class Wiping(NamedTuple):
    """How one kind of media is cleared, purged and destroyed (NIST SP 800-88); empty: cannot be."""

    name: str
    clear: str
    purge: str
    destroy: str
    proof: str


@cache
def workstation_items() -> tuple[Item, ...]:
    """What is checked when a device is handed out and each year."""
    return tuple(Item(each["id"], each["item"], each["why"]) for each in _data()["workstation"])


@cache
def wiping_of(kind: str) -> Wiping | None:
    """How a kind of device or medium is wiped; None where the list does not say."""
    found = (each for each in _data()["media"] if each["id"] == kind)
    return next((Wiping(*(each[name] for name in Wiping._fields)) for each in found), None)


@cache
def wiping_steps() -> tuple[str, ...]:
    """What is decided and done for any medium, in order (NIST SP 800-88, 4)."""
    return tuple(each["step"] for each in _data()["wiping"])


@cache
def all_wiping() -> tuple[Wiping, ...]:
    """How every kind of media is wiped, in the order of the list."""
    return tuple(Wiping(*(each[name] for name in Wiping._fields)) for each in _data()["media"])


@cache
def outline() -> str:
    """The security plan of a site to fill in, as Markdown (45 CFR 164.310(a)(2)(ii))."""
    parts = [
        f"## {each['heading']}\n\n" + "\n".join(f"- {question}" for question in each["questions"])
        for each in _data()["plan"]
    ]
    return "\n\n".join(parts) + "\n"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("chaperone.facilities").joinpath("checklists.toml").read_text())
