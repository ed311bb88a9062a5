"""Readers of what is sent, written from the specifications and sharing nothing with the writers."""

import json
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Any

_SCHEMA = json.loads(Path(__file__).with_name("ocsf-1.8.0.json").read_text())
_TYPES = {
    "string_t": str,
    "username_t": str,
    "hostname_t": str,
    "resource_uid_t": str,
    "boolean_t": bool,
    "integer_t": int,
    "long_t": int,
    "timestamp_t": int,
    "json_t": object,
}


# OCSF: against the requirements, types, enumerations and constraints of the published schema.


def check_ocsf(event: dict[str, Any]) -> None:
    """Fails with the first attribute that the schema does not allow, or wants and does not find."""
    found = _SCHEMA["classes"][str(event["class_uid"])]
    assert event["class_name"] == found["caption"]
    _check(event, found, found["name"])
    assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]
    assert event["metadata"]["version"] == _SCHEMA["version"]


def _check(value: dict[str, Any], kind: dict[str, Any], where: str) -> None:
    for name, attribute in kind["attributes"].items():
        assert attribute["requirement"] != "required" or name in value, f"{where}.{name} is missing"
    for names in kind.get("constraints", {}).get("at_least_one", []), []:
        assert not names or any(name in value for name in names), f"{where}: none of {names}"
    for name, one in value.items():
        assert name in kind["attributes"], f"{where}.{name} is not in the schema"
        attribute = kind["attributes"][name]
        assert not attribute.get("deprecated"), f"{where}.{name} is deprecated"
        for each in one if attribute.get("array") else [one]:
            _check_one(each, attribute, f"{where}.{name}")


def _check_one(value: Any, attribute: dict[str, Any], where: str) -> None:
    if attribute["type"] == "object_t":
        assert isinstance(value, dict), where
        if attribute["object"] != "object":
            _check(value, _SCHEMA["objects"][attribute["object"]], where)
    elif attribute["type"] == "ip_t":
        ip_address(value)
    else:
        wanted = _TYPES[attribute["type"]]
        assert isinstance(value, wanted), where
        assert wanted is not int or not isinstance(value, bool), where
    if "enum" in attribute:
        assert str(value) in attribute["enum"], f"{where} = {value}"


# RFC 5424, 6: the grammar, by hand.

_HEADER = re.compile(
    rb"<(?P<priority>0|[1-9]\d{0,2})>1"
    rb" (?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}(?:Z|[+-]\d\d:\d\d))"
    rb" (?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) (?P<process>[!-~]{1,128}) (?P<id>[!-~]{1,32}) "
)
_SD_NAME = re.compile(rb'[^\x00-\x20\x7f-\xff="\]]{1,32}')


def parse_syslog(message: bytes) -> dict[str, Any]:
    """The parts of a message; ``data`` by id and name, ``text`` without its mark. Fails if bad."""
    header = _HEADER.match(message)
    assert header, message[:200]
    assert int(header["priority"]) <= 191
    found: dict[str, Any] = {name: value.decode() for name, value in header.groupdict().items()}
    found["data"], rest = _structured(message[header.end() :])
    assert rest[:1] in (b"", b" ")
    text = rest[1:]
    found["marked"] = text.startswith(b"\xef\xbb\xbf")
    found["text"] = text.removeprefix(b"\xef\xbb\xbf").decode()
    return found


def _structured(rest: bytes) -> tuple[dict[str, dict[str, str]], bytes]:
    if rest[:1] == b"-":
        return {}, rest[1:]
    found: dict[str, dict[str, str]] = {}
    assert rest[:1] == b"["
    while rest[:1] == b"[":
        name = _SD_NAME.match(rest[1:])
        assert name
        assert name[0].decode() not in found, "an SD-ID must not occur twice"
        said = found[name[0].decode()] = {}
        rest = rest[1 + name.end() :]
        while rest[:1] == b" ":
            parameter = _SD_NAME.match(rest[1:])
            assert parameter
            assert rest[1 + parameter.end() :][:2] == b'="'
            value, rest = _value(rest[3 + parameter.end() :])
            assert parameter[0].decode() not in said
            said[parameter[0].decode()] = value.decode()
        assert rest[:1] == b"]", rest[:80]
        rest = rest[1:]
    return found, rest


def _value(rest: bytes) -> tuple[bytes, bytes]:
    read = bytearray()
    at = 0
    while rest[at : at + 1] != b'"':
        assert at < len(rest), "a value without an end"
        assert rest[at : at + 1] != b"]", "a bracket that is not escaped"
        if rest[at : at + 1] == b"\\" and rest[at + 1 : at + 2] in (b'"', b"\\", b"]"):
            at += 1
        read += rest[at : at + 1]
        at += 1
    return bytes(read), rest[at + 1 :]


def unframed(stream: bytes) -> list[bytes]:
    """The messages of a stream that counts octets (RFC 5425, 4.3). Fails for a torn one."""
    found = []
    while stream:
        length, space, rest = stream.partition(b" ")
        assert space
        assert re.fullmatch(rb"[1-9]\d*", length), length[:40]
        assert len(rest) >= int(length)
        found.append(rest[: int(length)])
        stream = rest[int(length) :]
    return found


# CEF, version 0.

_KEY = re.compile(r"(?:^|(?<= ))([A-Za-z0-9_]+)=")


def parse_cef(line: str) -> dict[str, Any]:
    """Header parts in order under ``header``, the extension by key. Fails if bad."""
    assert line.startswith("CEF:0|")
    parts = re.split(r"(?<!\\)(?:\\\\)*\|", line, maxsplit=0)
    header, at = [], 0
    for _ in range(7):
        end = at
        while line[end] != "|":
            end += 2 if line[end] == "\\" else 1
        header.append(line[at:end].replace("\\|", "|").replace("\\\\", "\\"))
        at = end + 1
    assert len(parts) >= 7
    return {"header": header, "extension": _extension(line[at:])}


def _extension(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    # A key begins after a space and ends at an equals sign that nothing escapes.
    starts = [match for match in _KEY.finditer(text) if not _escaped(text, match.end() - 1)]
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        value = text[match.end() : following.start() - 1 if following else len(text)]
        assert match[1] not in found, f"{match[1]} twice"
        assert not re.search(r"(?<!\\)(?:\\\\)*=", value), "an equals sign that is not escaped"
        found[match[1]] = re.sub(
            r"\\(.)", lambda one: {"n": "\n", "r": "\r"}.get(one[1], one[1]), value
        )
    return found


def _escaped(text: str, at: int) -> bool:
    before = text[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
