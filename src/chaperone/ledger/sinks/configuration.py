"""Where the record is sent: ``sinks`` in config.json of the data folder.

Looked at before anything starts, so without Django: what is wrong is a sentence then, and not a gap
in somebody's monitoring later.
"""

import os
import re
import ssl
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section
from chaperone.ledger.gates import Outside
from chaperone.ledger.sinks.errors import SinkRefused

Format = Literal["ocsf", "syslog", "cef"]
MOST_SINKS = 4  # each holds two connections of the auditor's
PORT = 6514  # syslog-tls
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_COMMON = {"name", "format", "agreement"}
_OF_FOLDER = _COMMON | {"folder"}
_OF_STREAM = _COMMON | {"to", "ca", "certificate", "key"}
_LONGEST_AGREEMENT = 200
OWN = "own"


@dataclass(frozen=True, slots=True)
class Stream:
    """A receiver of syslog over TLS.

    ``ca``: whom to trust instead of the system's authorities. ``certificate`` and ``key``: ours.
    """

    host: str
    port: int
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Sink:
    """One place that the record is sent to.

    ``agreement``: under what the receiver may know of members: a business associate agreement (45
    CFR 164.504(e)), which must be in force in the register of vendors, or "own" for a machine of
    one's own, which needs none.
    """

    name: str
    format: Format
    agreement: str
    receiver: Path | Stream

    @property
    def outside(self) -> Outside | None:
        """Whose machine it is, as an agreement names it; None for one of ours."""
        if self.agreement == OWN:
            return None
        return Outside("sink", self.receiver.host if isinstance(self.receiver, Stream) else "")


def read_sinks(config_file: Path) -> tuple[Sink, ...]:
    """The sinks that are set; none where nothing is. Raises ``SinkRefused`` with what is wrong."""
    try:
        raw = section(config_file, "sinks")
    except ConfigUnreadable as error:
        raise SinkRefused(str(error)) from error
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise SinkRefused("It must be a list of objects, one for each sink.")
    if len(raw) > MOST_SINKS:
        raise SinkRefused(f"There may be {MOST_SINKS} of them at most.")
    sinks = tuple(_sink(item) for item in raw)
    _refuse_twins(sinks)
    return sinks


def context_of(stream: Stream) -> ssl.SSLContext:
    """TLS 1.2 or later, the receiver's name and certificate checked. Raises ``SinkRefused``."""
    try:
        context = ssl.create_default_context(cafile=stream.ca)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if stream.certificate:
            # No passphrase: a prompt would hang a process that nobody watches.
            context.load_cert_chain(stream.certificate, stream.key, password=_no_passphrase)
    except (OSError, ValueError) as error:
        named = stream.certificate or stream.ca
        raise SinkRefused(f"{named} cannot be used: {error}") from error
    return context


def _no_passphrase() -> str:
    raise ValueError("its key has a passphrase")


def _sink(raw: dict[str, Any]) -> Sink:
    name = raw.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SinkRefused("Each needs a “name” of small letters, digits and hyphens, such as siem.")
    if raw.get("format") not in get_args(Format):
        raise SinkRefused(f"{name}: its “format” must be ocsf, syslog or cef.")
    if ("folder" in raw) == ("to" in raw):
        raise SinkRefused(f"{name}: say either “folder” (files) or “to” (host:port, with TLS).")
    unknown = raw.keys() - (_OF_FOLDER if "folder" in raw else _OF_STREAM)
    if unknown:
        raise SinkRefused(f"{name}: there is no setting “{min(unknown)}” here.")
    receiver = _folder(name, raw) if "folder" in raw else _stream(name, raw)
    return Sink(name, raw["format"], _agreement(name, raw), receiver)


def _agreement(name: str, raw: dict[str, Any]) -> str:
    text = raw.get("agreement")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= _LONGEST_AGREEMENT:
        raise SinkRefused(
            f"{name}: entries name members by id. Say under “agreement” which business associate"
            " agreement covers the receiver, or “own” where it is a machine of yours."
        )
    return text.strip()


def _folder(name: str, raw: dict[str, Any]) -> Path:
    if raw["format"] == "syslog":
        raise SinkRefused(f"{name}: syslog goes over a network: say “to” instead of “folder”.")
    folder = _path(name, raw, "folder")
    step = folder
    while not step.exists() and step != step.parent:
        step = step.parent
    if not step.is_dir() or not os.access(step, os.W_OK | os.X_OK):
        raise SinkRefused(f"{name}: {step} is not a folder that can be written.")
    return folder


def _stream(name: str, raw: dict[str, Any]) -> Stream:
    if raw["format"] == "ocsf":
        raise SinkRefused(f"{name}: ocsf goes into files: say “folder” instead of “to”.")
    host, port = _address(name, raw["to"])
    files = {part: _file(name, raw, part) for part in ("ca", "certificate", "key") if part in raw}
    if ("certificate" in files) != ("key" in files):
        raise SinkRefused(f"{name}: “certificate” and “key” belong together.")
    if "key" in files and stat.S_IMODE(files["key"].stat().st_mode) & 0o077:
        raise SinkRefused(f"{name}: others can read the key. Mend it: chmod 600 {files['key']}")
    stream = Stream(host, port, **files)
    context_of(stream)
    return stream


def _address(name: str, text: Any) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{text}" if isinstance(text, str) else "")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise SinkRefused(f"{name}: “to” must look like logs.example:{PORT}.")
    return host, port or PORT


def _path(name: str, raw: dict[str, Any], part: str) -> Path:
    value = raw[part]
    if not isinstance(value, str) or not value.startswith("/") or "\0" in value:
        raise SinkRefused(f"{name}: “{part}” must be a path that begins with a slash.")
    return Path(value)


def _file(name: str, raw: dict[str, Any], part: str) -> Path:
    path = _path(name, raw, part)
    if not path.is_file() or not os.access(path, os.R_OK):
        raise SinkRefused(f"{name}: {path} cannot be read.")
    return path


def _refuse_twins(sinks: tuple[Sink, ...]) -> None:
    names = [sink.name for sink in sinks]
    folders = [sink.receiver for sink in sinks if isinstance(sink.receiver, Path)]
    if len(set(names)) < len(names):
        raise SinkRefused("Two of them have the same name.")
    if len(set(folders)) < len(folders):
        raise SinkRefused("Two of them have the same folder.")
