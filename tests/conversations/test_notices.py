import pytest

from chaperone.conversations.notices import notice
from chaperone.sms.segments import count

LONGEST_NAME = "N" * 200


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("intent", ["opt_out", "opt_in", "help"])
def test_a_notice_fits_in_two_plain_segments(intent: str, language: str) -> None:
    text = notice(intent, language=language, organization_name=LONGEST_NAME)

    assert count(text).encoding == "GSM-7"
    assert count(text).segments <= 2


def test_another_language_gets_english() -> None:
    assert notice("help", language="other", organization_name="X") == notice(
        "help", language="en", organization_name="X"
    )
