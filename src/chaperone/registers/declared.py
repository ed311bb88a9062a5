"""The registers that can be taken away and brought as files. Each room declares its own."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from chaperone.access.actors import Staff
from chaperone.registers.sheets import Column

_declared: dict[str, "Register"] = {}


class Register(NamedTuple):
    """A register of the programme.

    ``name``: in its address, such as ``vendors``; ``label``: such as ``Vendors``; ``question``:
    what its page answers. ``read`` and ``manage``: permissions. ``rows(actor)``: the records,
    mappings or objects with a value for each column. ``add(actor=..., **cells)``: the room's own
    action for one line, which gets a value for each column, None where a cell is empty; None where
    nothing is imported. ``errors``: what ``add`` raises for a line that it refuses, each saying so
    in a sentence. ``page``: the name of the route where the register is shown.
    """

    name: str
    label: str
    question: str
    read: str
    manage: str
    columns: Sequence[Column]
    rows: Callable[[Staff], Iterable[Any]]
    add: Callable[..., Any] | None = None
    errors: tuple[type[Exception], ...] = ()
    page: str = ""


def declare(register: Register) -> None:
    """Makes a register known. Called in ``AppConfig.ready``.

    Raises ``ValueError`` where the name is taken.
    """
    if register.name in _declared:
        raise ValueError(f"The register {register.name} is declared twice.")
    _declared[register.name] = register


def register_named(name: str) -> Register | None:
    """The register of this name; None where there is none."""
    return _declared.get(name)


def all_registers() -> tuple[Register, ...]:
    """Every register, in the order of their names."""
    return tuple(_declared[name] for name in sorted(_declared))
