"""`chaperone code`: the second factor of a person of the demo, for who has no app at hand."""

import base64
import hmac
import time
from typing import Annotated

import typer

from chaperone.cli import state
from chaperone.cli.errors import NoSuchPerson
from chaperone.cli.folder import DataFolder, default_folder

_STEP_SECONDS = 30
_DIGITS = 6


def code(
    email: Annotated[str, typer.Argument(help="As `chaperone status` lists it.")],
) -> None:
    """Print the sign-in code of a person of the demo. Works for nobody else."""
    people = state.demo(DataFolder(default_folder())).get("sign_ins", [])
    for person in people:
        if person["email"] == email:
            typer.echo(totp(person["totp_secret"], time.time()))
            return
    raise NoSuchPerson(email=email)


def totp(secret: str, at: float) -> str:
    """The code of a base32 secret at a Unix time (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, (int(at) // _STEP_SECONDS).to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**_DIGITS).zfill(_DIGITS)
