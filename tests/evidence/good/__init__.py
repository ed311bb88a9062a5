"""What makes the demo organization good: by the product's own actions, what somebody would do to meet
each standard. The turns of ``turning/`` begin from here, and break one thing each.

Nothing is patched, and nothing is written by hand into a table. Everything happens in Lakeside, today,
in a database of its own, and commits. Steps run in the order of their modules, and in these in theirs.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from tests.evidence.scene import Scene

Step = Callable[[Scene], None]
_steps: list[Step] = []


def makes_good(step: Step) -> Step:
    """Adds a step."""
    _steps.append(step)
    return step


def make_good(scene: Scene) -> None:
    """Does all of it."""
    for module in sorted(each.name for each in iter_modules(__path__)):
        import_module(f"{__name__}.{module}")
    # Turns import some of these before the others: the order is that of the names all the same.
    for step in sorted(_steps, key=lambda each: each.__module__):
        step(scene)
