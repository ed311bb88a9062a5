"""Where the database is, and how each login reaches it.

Environment of every process of Chaperone
- CHAPERONE_DATA: the data folder.
- CHAPERONE_DATABASE_URL: the server and database. Without it the embedded server is used, whose
  address stands in DATA/run/database.json while it runs.
- CHAPERONE_DATABASE_PASSWORD: the password of this process's own login. Without it the
  file DATA/secrets/logins.json is read, which the server processes need not do.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from chaperone.database.errors import AddressRefused, LoginUnknown, NotRunning, PasswordMissing
from chaperone.database.logins import LOGINS, role
from chaperone.files.private import write_private

DATABASE = "chaperone"
# A node that vanished without a word is noticed within seconds, not when the system's patience ends
# (two hours for an idle connection). Words of the URL win; a socket needs none of them.
_NETWORK = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
_PARTS = ("host", "port", "dbname", "user", "password")


@dataclass(frozen=True, slots=True)
class Address:
    """A PostgreSQL server and one of its databases; no login, no password."""

    host: str
    port: str
    database: str = DATABASE
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, url: str) -> "Address":
        """From an URL or libpq words; a login in it is dropped. Raises AddressRefused."""
        found = words(url)
        return cls(
            host=found.get("host", "localhost"),
            port=found.get("port", "5432"),
            database=found.get("dbname", DATABASE),
            options={name: value for name, value in found.items() if name not in _PARTS},
        )

    @property
    def url(self) -> str:
        """For CHAPERONE_DATABASE_URL of another process."""
        parts = {"host": self.host, "port": self.port, **self.options}
        query = urlencode(parts, quote_via=quote)  # libpq reads + as a plus
        return f"postgresql:///{quote(self.database, safe='')}?{query}"

    def dsn(self, login: str, password: str) -> str:
        """For psycopg and libpq. Raises LoginUnknown."""
        return make_conninfo(
            "",
            host=self.host,
            port=self.port,
            dbname=self.database,
            user=role(_known(login)),
            password=password,
            **{**_NETWORK, **self.options},
        )

    def django(self, login: str, password: str) -> dict[str, object]:
        """For an entry of Django's DATABASES. Raises LoginUnknown."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": role(_known(login)),
            "PASSWORD": password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": {**_NETWORK, **self.options, "application_name": role(login)},
        }


def words(url: str) -> dict[str, str]:
    """The parts of a connection URL by libpq's names. Raises AddressRefused."""
    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except psycopg.Error as error:
        # The reason may quote the URL, which may hold a password.
        raise AddressRefused(reason="not a PostgreSQL address") from error


def announce(data: Path, address: Address) -> None:
    """Write the address of the embedded server for other processes to find."""
    write_private(_announcement(data), json.dumps({"url": address.url}) + "\n")


def withdraw(data: Path) -> None:
    """Remove what `announce` wrote."""
    _announcement(data).unlink(missing_ok=True)


def find(data: Path, environment: Mapping[str, str]) -> Address:
    """The database of this data folder. Raises NotRunning and AddressRefused."""
    if url := environment.get("CHAPERONE_DATABASE_URL"):
        return Address.parse(url)
    try:
        return Address.parse(json.loads(_announcement(data).read_text())["url"])
    except (FileNotFoundError, PermissionError, ValueError) as error:
        raise NotRunning(data=data) from error


def password(data: Path, login: str, environment: Mapping[str, str]) -> str:
    """The password of a login. Raises LoginUnknown and PasswordMissing."""
    if found := environment.get("CHAPERONE_DATABASE_PASSWORD"):
        return found
    path = passwords_file(data)
    try:
        return str(json.loads(path.read_text())[_known(login)])
    except (FileNotFoundError, PermissionError, KeyError) as error:
        raise PasswordMissing(path=path) from error


def passwords_file(data: Path) -> Path:
    """Where the passwords of the logins are kept."""
    return data / "secrets" / "logins.json"


def _announcement(data: Path) -> Path:
    return data / "run" / "database.json"


def _known(login: str) -> str:
    if login not in LOGINS:
        raise LoginUnknown(login=login, known=", ".join(LOGINS))
    return login
