"""``sinks`` in config.json: what is wrong is a sentence, before anything starts."""

import json

import pytest

from chaperone.ledger.sinks.configuration import Sink, Stream, read_sinks
from chaperone.ledger.sinks.errors import SinkRefused


@pytest.fixture
def reads(tmp_path):
    def read(*sinks):
        (tmp_path / "config.json").write_text(json.dumps({"port": 8443, "sinks": list(sinks)}))
        return read_sinks(tmp_path / "config.json")

    return read


@pytest.fixture
def files(tmp_path):
    return {"name": "lake", "format": "ocsf", "folder": str(tmp_path / "out"), "agreement": "own"}


@pytest.fixture
def siem(tls):
    return {
        "name": "siem",
        "format": "syslog",
        "to": "logs.example",
        "ca": str(tls / "ca.crt"),
        "agreement": "BAA of 2026-01-02",
    }


def test_nothing_is_set(tmp_path, reads):
    assert read_sinks(tmp_path / "config.json") == ()
    assert reads() == ()


def test_files_and_streams(reads, files, siem, tls, tmp_path):
    ours = {"certificate": str(tls / "client.crt"), "key": str(tls / "client.key")}
    cef = siem | ours | {"name": "cef", "format": "cef", "to": "[::1]:7000"}
    assert reads(files, siem, cef) == (
        Sink("lake", "ocsf", "own", tmp_path / "out"),
        Sink(
            "siem", "syslog", "BAA of 2026-01-02", Stream("logs.example", 6514, tls / "ca.crt")
        ),
        Sink(
            "cef",
            "cef",
            "BAA of 2026-01-02",
            Stream("::1", 7000, tls / "ca.crt", tls / "client.crt", tls / "client.key"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": None}, "needs a “name”"),
        ({"name": "Our SIEM"}, "needs a “name”"),
        ({"name": "x" * 33}, "needs a “name”"),
        ({"format": "leef"}, "must be ocsf, syslog or cef"),
        ({"format": ["ocsf"]}, "must be ocsf, syslog or cef"),
        ({"to": "logs.example"}, "say either “folder”"),
        ({"folder": "out"}, "begins with a slash"),
        ({"folder": 7}, "begins with a slash"),
        ({"folder": "/out\0"}, "begins with a slash"),
        ({"folder": "/dev/null/out"}, "not a folder that can be written"),
        ({"format": "syslog"}, "say “to” instead"),
        ({"agreement": None}, "business associate agreement"),
        ({"agreement": "  "}, "business associate agreement"),
        ({"agreement": "x" * 201}, "business associate agreement"),
        ({"ca": "/ca.pem"}, "no setting “ca” here"),
        ({"folders": "x"}, "no setting “folders” here"),
    ],
)
def test_what_is_wrong_with_files(reads, files, change, sentence):
    with pytest.raises(SinkRefused, match=sentence):
        reads(files | change)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to": ""}, "must look like"),
        ({"to": 7}, "must look like"),
        ({"to": "logs.example:syslog"}, "must look like"),
        ({"to": "logs.example:99999"}, "must look like"),
        ({"to": "syslog://logs.example"}, "must look like"),
        ({"to": "me@logs.example"}, "must look like"),
        ({"to": "[::1"}, "must look like"),
        ({"format": "ocsf"}, "say “folder” instead"),
        ({"ca": "/nowhere.pem"}, "/nowhere.pem cannot be read"),
        ({"ca": "TLS/client.key"}, "client.key cannot be used"),
        ({"certificate": "TLS/client.crt"}, "belong together"),
        ({"certificate": "TLS/client.crt", "key": "TLS/ca.key"}, "client.crt cannot be used"),
        ({"certificate": "TLS/client.crt", "key": "TLS/open.key"}, "chmod 600"),
        ({"password": "x"}, "no setting “password” here"),
    ],
)
def test_what_is_wrong_with_a_stream(reads, siem, tls, change, sentence):
    (tls / "open.key").write_bytes((tls / "client.key").read_bytes())
    (tls / "open.key").chmod(0o644)
    change = {
        name: value.replace("TLS", str(tls)) if isinstance(value, str) else value
        for name, value in change.items()
    }
    with pytest.raises(SinkRefused, match=sentence):
        reads(siem | change)


def test_two_of_a_kind_and_too_many(reads, files, siem):
    with pytest.raises(SinkRefused, match="same name"):
        reads(files, siem | {"name": "lake"})
    with pytest.raises(SinkRefused, match="same folder"):
        reads(files, files | {"name": "other", "format": "cef"})
    with pytest.raises(SinkRefused, match="4 of them at most"):
        reads(*(siem | {"name": f"siem-{number}"} for number in range(5)))


@pytest.mark.parametrize("sinks", ['{"sinks": {}}', '{"sinks": [7]}', '{"sinks": "siem"}', "{"])
def test_what_is_no_list_of_sinks(tmp_path, sinks):
    (tmp_path / "config.json").write_text(sinks)
    with pytest.raises(SinkRefused, match=r"“sinks” in config.json cannot be used"):
        read_sinks(tmp_path / "config.json")
