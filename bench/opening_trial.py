"""What ``bench.opening`` runs: both open the same text many times, in turn.

Ours opens the texts of a page in one batch, before a witness that notes each, from a key ring that
has the key in memory; theirs as its field does when a row is read.
"""

import json
import time
from collections.abc import Callable
from statistics import median

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from encrypted_fields.fields import EncryptedTextField  # noqa: E402

from chaperone.members.models import Member  # noqa: E402
from chaperone.vault.keyring import keyring  # noqa: E402
from chaperone.vault.models import Purpose  # noqa: E402
from chaperone.vault.sealed import Sealed, open_all  # noqa: E402
from chaperone.vault.witness import Witness, in_presence_of  # noqa: E402
from tests.cast import LAKESIDE, inside, ursula  # noqa: E402

TEXT = "x" * 160
ROUNDS = 15
OURS, THEIRS = 20_000, 2_000
TARGET = 8.0


def main() -> None:
    """Prints the row as JSON."""
    settings.SALT_KEY = "bench"
    field = EncryptedTextField()
    token = field.get_db_prep_save(TEXT, connection)
    with inside(LAKESIDE):
        member = ursula.member
        page = [sealed(member)] * 100

        def ours() -> None:
            with in_presence_of(Witness(organization_id=LAKESIDE, permits=lambda *_: True)):
                for _ in range(OURS // len(page)):
                    open_all(page)

        def theirs() -> None:
            for _ in range(THEIRS):
                field.from_db_value(token, None, None)

        assert field.from_db_value(token, None, None) == TEXT
        pairs = [(rate(OURS, ours), rate(THEIRS, theirs)) for _ in range(ROUNDS + 1)][1:]
    ratio = median(mine / other for mine, other in pairs)
    rates = [median(side) for side in zip(*pairs, strict=True)]
    note = f"{rates[0]:.0f} against {rates[1]:.0f} a second"
    print(
        json.dumps(
            [
                {
                    "name": "open a 160-byte text, a page of 100 at a time",
                    "ratio": ratio,
                    "target": TARGET,
                    "holds": ratio >= TARGET,
                    "peer": "django-fernet-encrypted-fields",
                    "note": note,
                }
            ]
        )
    )


def sealed(member: Member) -> Sealed:
    field = Member._meta.get_field("name")
    key = keyring.sealing_key(LAKESIDE, Purpose.MEMBER, member.id)
    blob = key.seal(TEXT.encode(), field.place(LAKESIDE, member.id))
    return field.sealed(blob, organization_id=LAKESIDE, row=member.id, member_id=member.id)


def rate(count: int, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
