"""The passwords of the logins, kept in the data folder and nowhere else."""

import json
import secrets
from pathlib import Path

from chaperone.database.logins import LOGINS
from chaperone.files.private import write_private


def load_or_create(path: Path) -> dict[str, str]:
    """Password by login name ("owner", "web", ...), from a JSON file of mode 0600.

    Makes the file, or what it lacks. Tokens of 32 random bytes.
    """
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    passwords = {login: found.get(login) or secrets.token_urlsafe(32) for login in LOGINS}
    if passwords != found:
        write_private(path, json.dumps(passwords, indent=1) + "\n")
    return passwords
