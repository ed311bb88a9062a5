from typing import Any

from chaperone.ledger.checks import check_mirrors


def test_mirrors_that_are_named_well(settings: Any) -> None:
    settings.CHAPERONE_MIRRORS = ["/somewhere", "s3://bucket/prefix"]
    settings.CHAPERONE_MIRROR_RETENTION = "governance:30"
    assert check_mirrors() == []


def test_a_mirror_in_s3_must_say_how_long_it_locks(settings: Any) -> None:
    settings.CHAPERONE_MIRRORS = ["s3://bucket/prefix"]
    settings.CHAPERONE_MIRROR_RETENTION = ""
    (found,) = check_mirrors()
    assert (found.id, "compliance:2192" in str(found.hint)) == ("ledger.E001", True)
