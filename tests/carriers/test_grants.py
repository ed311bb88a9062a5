"""What each login may not do with the room's tables, tried as that login."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError, connection

DENIED = {
    "web": [
        "UPDATE carriers_inbound SET carrier_message_id = ''",
        "DELETE FROM carriers_inbound",
        "TRUNCATE carriers_inbound",
        "UPDATE carriers_unknowntext SET carrier = ''",
        "DELETE FROM carriers_unknowntext",
        "UPDATE carriers_handsettext SET direction = ''",
        "DELETE FROM carriers_envelope",
        "SELECT carriers_purge_envelopes(1)",
        "UPDATE carriers_envelope SET sent_at = now()",
        "DELETE FROM carriers_number",
        "DELETE FROM carriers_subscription",
    ],
    "worker": [
        "SELECT * FROM carriers_inbound",
        "SELECT * FROM carriers_unknowntext",
        "SELECT * FROM carriers_handsetphone",
        "SELECT * FROM carriers_envelope",
        "UPDATE carriers_number SET carrier = 'aws'",
        "DELETE FROM carriers_envelope",
        "SELECT carriers_organization_of('', '')",
        "SELECT carriers_handset_numbers()",
    ],
    "sequencer": ["SELECT * FROM carriers_number"],
    "auditor": [
        "SELECT * FROM carriers_unknowntext",
        "SELECT carriers_organization_of('', '')",
        "SELECT carriers_take_in(null, '', '', '', null)",
    ],
}


@pytest.mark.parametrize("login", DENIED)
def test_a_login_may_do_no_more_than_it_needs(
    committed: str, as_login: Callable[[str], AbstractContextManager[None]], login: str
) -> None:
    with as_login(login), connection.cursor() as cursor:
        for statement in DENIED[login]:
            with pytest.raises(DatabaseError, match="permission denied"):
                cursor.execute(statement)
