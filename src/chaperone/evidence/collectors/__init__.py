"""The collectors, by safeguard. Each module registers its own with ``collecting`` when imported."""

from importlib import import_module
from pkgutil import walk_packages


def load() -> None:
    """Imports every module of this package: what is put beside them is found by itself."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
