"""SQL kept in files beside the room that it belongs to."""

from importlib.resources import files


def statements(package: str, name: str) -> str:
    """The text of `<package>/sql/<name>`; FileNotFoundError when there is none."""
    return files(package).joinpath("sql", name).read_text(encoding="utf-8")
