"""What an auditor is told of an account that was changed, by somebody who makes the hashes fit."""

import json
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.values import Place, SealingKey
from chaperone.merkle.audit import account_lines
from chaperone.merkle.audit.account import Account, verify_account
from chaperone.merkle.command import main
from chaperone.merkle.errors import BadPlace
from tests.merkle import oracle
from tests.merkle.folders import KEY, checkpoint_of

LAKE, HARBOR = UUID(int=1), UUID(int=2)
SECRET = bytes(range(32))
SEALERS = {LAKE: CommittingKey(UUID(int=11), SECRET), HARBOR: CommittingKey(UUID(int=12), SECRET)}
FORMER = SealingKey(UUID(int=11), SECRET)
Line = dict[str, Any]


def place_of(number: int, organization: UUID) -> Place:
    return Place(organization, "ledger_entry", "entry", UUID(int=100 + number))


def text_of(number: int, organization: UUID) -> str:
    return json.dumps({"event": f"Zoë looked {number}", "organization": str(organization)})


# Entries 0 and 1 are of version 1; the last two are another organization's.
WHOSE = [LAKE, LAKE, LAKE, LAKE, LAKE, HARBOR, HARBOR]
LOG = [
    (FORMER if number < 2 else SEALERS[whose]).seal(
        text_of(number, whose).encode(), place_of(number, whose)
    )
    for number, whose in enumerate(WHOSE)
]


def line_of(number: int) -> Line:
    whose, sealed = WHOSE[number], LOG[number]
    own = None
    if sealed[:1] == b"\x02":
        own = SEALERS[whose].disclosed(sealed, place_of(number, whose))
    return {
        "id": str(UUID(int=100 + number)),
        "organization": str(whose),
        "leaf_index": number,
        "leaf_hash": sha256(b"\0" + sealed).hexdigest(),
        "proof": [value.hex() for value in oracle.path(number, LOG)],
        "sealed": b64encode(sealed).decode(),
        "key": own.hex() if own else None,
        "entry": text_of(number, whose),
    }


def written(folder: Path, lines: list[Line], organization: object = None) -> Path:
    facts = {
        "format": "chaperone account 1",
        "organization": {"id": str(LAKE)} if organization is None else organization,
        "entries": len(lines),
        "log": KEY.name,
        "tree_size": len(LOG),
    }
    files = {
        "account.json": json.dumps(facts).encode(),
        "checkpoint": checkpoint_of(LOG),
        "entries.jsonl": "".join(f"{json.dumps(each)}\n" for each in lines).encode(),
    }
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    folder.mkdir(parents=True)
    for name, content in (files | {"SHA256SUMS": sums.encode()}).items():
        (folder / name).write_bytes(content)
    return folder


def checked(tmp_path: Path, lines: list[Line]) -> Account:
    return verify_account(written(tmp_path / "account", lines), [KEY])


def lines_now() -> list[Line]:
    """Newest first, as accounts have them."""
    return [line_of(number) for number in (4, 3, 2, 1, 0)]


def test_all_but_those_of_version_1_are_opened(tmp_path: Path) -> None:
    found = checked(tmp_path, lines_now())
    assert (found.entries, found.opened) == (5, 3)


def test_the_command_says_how_many_were_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path / "account", lines_now())
    assert main(["account", str(folder), "--key", str(KEY)]) == 0
    said = capsys.readouterr().out
    assert "Opened: 3, each with its own key" in said
    assert "Not opened: 2, of version 1" in said
    assert main(["account", str(folder), "--key", str(KEY), "--json"]) == 0
    numbers = json.loads(capsys.readouterr().out)
    assert (numbers["entries"], numbers["opened"], numbers["not_opened"]) == (5, 3, 2)


def test_where_all_are_opened_the_command_says_none_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path / "account", [line_of(3)])
    assert main(["account", str(folder), "--key", str(KEY)]) == 0
    assert "Not opened: 0.\n" in capsys.readouterr().out


def flipped_key(number: int) -> str:
    own = bytes.fromhex(line_of(number)["key"])
    return (own[:31] + bytes([own[31] ^ 1])).hex()


# What becomes of the middle line (entry 3), and what is said of it.
FORGED: dict[str, tuple[Line, str]] = {
    "another text": ({"entry": text_of(4, LAKE)}, "the text that was sealed"),
    "a space more": ({"entry": text_of(3, LAKE) + " "}, "the text that was sealed"),
    "the same text composed otherwise": (
        {"entry": text_of(3, LAKE).replace("\\u00eb", "e\\u0308")},
        "the text that was sealed",
    ),
    "the same JSON, other bytes": (
        {"entry": json.dumps(json.loads(text_of(3, LAKE)), ensure_ascii=False)},
        "the text that was sealed",
    ),
    "a text that is no Unicode": ({"entry": '"\ud800"'}, "an entry with its key"),
    "the key of another entry": ({"key": line_of(4)["key"]}, "a key that opens it"),
    "another organization's key": ({"key": line_of(5)["key"]}, "a key that opens it"),
    "one byte of the key": ({"key": flipped_key(3)}, "a key that opens it"),
    "a byte less": ({"key": line_of(3)["key"][:-2]}, "a key that opens it"),
    "the organization's secret itself": ({"key": SECRET.hex()}, "a key that opens it"),
    "no key": ({"key": None}, "a key that opens it"),
    "an empty key": ({"key": ""}, "a key that opens it"),
    "a key that is no hex": ({"key": "x" * 64}, "an entry with its key"),
    "a key that is a number": ({"key": 7}, "an entry with its key"),
    "the id of another entry": ({"id": line_of(4)["id"]}, "a key that opens it"),
    "no id": ({"id": ""}, "an entry with its key"),
    "another organization": ({"organization": str(HARBOR)}, str(LAKE)),
    "no organization": ({"organization": None}, "an entry with its key"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_line_that_was_changed_is_named(tmp_path: Path, name: str) -> None:
    changed, expected = FORGED[name]
    lines = lines_now()
    lines[1] |= changed
    assert lines[1] != line_of(3)
    with pytest.raises(BadPlace) as raised:
        checked(tmp_path, lines)
    place = raised.value
    assert (place.file, place.index, place.expected) == ("entries.jsonl", 1, expected)


@pytest.mark.parametrize("member", ["id", "organization", "key", "entry", "sealed"])
def test_a_line_that_lacks_something_is_named(tmp_path: Path, member: str) -> None:
    lines = lines_now()
    del lines[2][member]
    with pytest.raises(BadPlace) as raised:
        checked(tmp_path, lines)
    assert (raised.value.file, raised.value.index) == ("entries.jsonl", 2)


def test_keys_of_two_entries_swapped(tmp_path: Path) -> None:
    lines = lines_now()
    lines[0]["key"], lines[1]["key"] = lines[1]["key"], lines[0]["key"]
    with pytest.raises(BadPlace, match="index 0"):
        checked(tmp_path, lines)


def test_texts_of_two_entries_swapped(tmp_path: Path) -> None:
    lines = lines_now()
    lines[0]["entry"], lines[1]["entry"] = lines[1]["entry"], lines[0]["entry"]
    with pytest.raises(BadPlace, match="index 0: expected the text that was sealed"):
        checked(tmp_path, lines)


@pytest.mark.parametrize(
    "key", [line_of(3)["key"], "", SECRET.hex()], ids=["another's", "empty", "the secret"]
)
def test_version_1_with_a_key_is_refused(tmp_path: Path, key: str) -> None:
    lines = lines_now()
    lines[4]["key"] = key
    with pytest.raises(BadPlace, match="index 4: expected a key that opens it"):
        checked(tmp_path, lines)


def test_an_entry_of_another_organization_among_them(tmp_path: Path) -> None:
    """With a key that opens it, and whatever organization its line says."""
    with pytest.raises(BadPlace, match=f"index 5: expected {LAKE}, found {HARBOR}"):
        checked(tmp_path / "said", [*lines_now(), line_of(5)])
    with pytest.raises(BadPlace, match="index 5: expected a key that opens it"):
        checked(tmp_path / "unsaid", [*lines_now(), line_of(5) | {"organization": str(LAKE)}])


def test_who_writes_in_the_former_version_again_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries without keys of their own come first, but for those that were still on their way."""
    sealed = FORMER.seal(text_of(4, LAKE).encode(), place_of(4, LAKE))
    monkeypatch.setattr(f"{__name__}.LOG", [*LOG[:4], sealed, *LOG[5:]])
    lines = [line_of(number) for number in (4, 3, 2)]
    assert verify_account(written(tmp_path / "near", lines), [KEY]).opened == 2
    monkeypatch.setattr(account_lines, "_STILL_COMING", 1)
    with pytest.raises(BadPlace, match="index 0: expected a seal of version 2"):
        verify_account(written(tmp_path / "far", lines), [KEY])


@pytest.mark.parametrize("said", [{}, {"id": None}, {"id": "x"}, {"id": 7}, [], "x", 7])
def test_an_account_of_nobody_is_refused(tmp_path: Path, said: object) -> None:
    with pytest.raises(BadPlace, match=r"account\.json"):
        verify_account(written(tmp_path / "account", lines_now(), said), [KEY])


def test_an_account_of_one_entry_opens_no_other(tmp_path: Path) -> None:
    """All sealed bytes are in the mirror for anybody: the key that was given is tried on each."""
    given = line_of(3)
    assert checked(tmp_path, [given]).opened == 1
    for number in (2, 4, 5, 6):
        with pytest.raises(BadPlace, match="index 0: expected a key that opens it"):
            checked(
                tmp_path / str(number),
                [line_of(number) | {"key": given["key"], "organization": str(LAKE)}],
            )
    assert b64decode(given["sealed"]) == LOG[3]
