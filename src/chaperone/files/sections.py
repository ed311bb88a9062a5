"""The sections of `config.json`, which each room reads for itself, and anew each time."""

import json
import os
from pathlib import Path
from typing import Any

from chaperone.files.errors import ConfigUnreadable


def section(config_file: Path, name: str, *, variable: str = "") -> Any:
    """The value under `name`, whatever it is; None where nothing is set.

    `variable`: an environment variable whose JSON counts instead of the file, where it is set.
    Raises `ConfigUnreadable` with what cannot be read.
    """
    if variable in os.environ:
        return _parsed(os.environ[variable], variable)
    try:
        text = config_file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise ConfigUnreadable(f"{config_file} cannot be read.") from None
    whole = _parsed(text, config_file.name)
    if not isinstance(whole, dict):
        raise ConfigUnreadable(f"{config_file.name} must be an object.")
    return whole.get(name)


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        # Without the parser's message, which could quote a secret.
        raise ConfigUnreadable(f"{name} is not JSON.") from None
