"""The files of a cluster: made from the recipe beside this module."""

import secrets
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

from psycopg.conninfo import conninfo_to_dict

from chaperone.cli.ha.certificates import Authority
from chaperone.cli.ha.cluster import Cluster, Node
from chaperone.database import configuration
from chaperone.database.address import DATABASE
from chaperone.files.private import write_private

ADMINISTRATOR = "chaperone_administrator"
PORTS = {
    "postgresql": "5432",
    "replicas": "5433",
    "rest": "8008",
    "etcd_client": "2379",
    "etcd_peer": "2380",
}
_RECIPE = files("chaperone.cli.ha") / "recipe"
_APPLICATION = "application"
_LOGINS = ("superuser", "replicator", "rewinder", "administrator")
_UNITS = (("etcd", "postgres"), ("patroni", "postgres"), ("haproxy", "haproxy"))
# What a second node must say within, before the primary goes on with another.
_TIMEOUTS = {"wal_sender_timeout": "10s", "wal_receiver_timeout": "10s"}


def write(cluster: Cluster) -> None:
    """Write everything below ``cluster.out``. Raises ``PrivateFileError``."""
    authority = Authority.new()
    passwords = {login: secrets.token_urlsafe(24) for login in _LOGINS}
    authority.keep(cluster.out / "authority")
    for node in cluster.nodes:
        folder = f"nodes/{node.name}"
        # HAProxy passes TLS on, so that a node answers by the proxy's name, too.
        names = (node.host, node.name, cluster.proxy, "localhost")
        authority.equip(cluster.out / folder / "tls", node.name, names)
        _write_node(cluster, node, folder, passwords)
    authority.equip(cluster.out / _APPLICATION / "tls", _APPLICATION, [cluster.proxy])
    _write_application(cluster)
    _write_around(cluster, passwords)


def url(cluster: Cluster, password: str) -> str:
    """CHAPERONE_DATABASE_URL: by HAProxy, encrypted to the node itself where it speaks TLS."""
    place = cluster.home(_APPLICATION) / "tls" / "ca.crt"
    tls = f"?sslmode=verify-full&sslrootcert={place}" if cluster.postgresql.tls else ""
    proxy = f"[{cluster.proxy}]" if ":" in cluster.proxy else cluster.proxy
    found = f"postgresql://{ADMINISTRATOR}:{password}@{proxy}:{PORTS['postgresql']}/{DATABASE}{tls}"
    conninfo_to_dict(found)
    return found


def _write_node(cluster: Cluster, node: Node, folder: str, passwords: Mapping[str, str]) -> None:
    place = cluster.out / folder
    values = {
        **PORTS,
        **passwords,
        "name": node.name,
        "host": _bracketed(node.host),
        "home": str(cluster.home(folder)),
        "data": str(cluster.data(folder)),
        "programs": str(cluster.postgresql.folder),
        "watchdog": cluster.watchdog,
        "initial_cluster": ",".join(
            f"{one.name}=https://{_bracketed(one.host)}:{PORTS['etcd_peer']}"
            for one in cluster.nodes
        ),
        "etcd_hosts": ",".join(
            f"{_bracketed(one.host)}:{PORTS['etcd_client']}" for one in cluster.nodes
        ),
        "parameters": _lines(8, _shared_parameters()),
        "own_parameters": _lines(4, _tls_parameters(cluster, folder)),
        "locale": _lines(4, _locale(cluster)),
        "hba": _lines(4, (f"- {line}" for line in _who_may_connect(cluster))),
        "transport": _lines(6, _transport(cluster, folder)),
    }
    for name in ("etcd.yml", "patroni.yml"):
        write_private(place / name, _filled(name, values))
    _script(place / "start", _said("start"))
    _script(place / "first", _said("first").replace("@programs@", values["programs"]))
    write_private(place / "first.sql", _filled("first.sql", values))


def _write_application(cluster: Cluster) -> None:
    place = cluster.out / _APPLICATION
    values = {
        **PORTS,
        "home": str(cluster.home(_APPLICATION)),
        "proxy": _bracketed(cluster.proxy),
        "servers": _lines(
            4,
            (
                f"server {node.name} {_bracketed(node.host)}:{PORTS['postgresql']}"
                f" check port {PORTS['rest']} verifyhost {node.name}"
                for node in cluster.nodes
            ),
        ),
    }
    write_private(place / "haproxy.cfg", _filled("haproxy.cfg", values))
    _script(place / "start", _said("start"))


def _write_around(cluster: Cluster, passwords: Mapping[str, str]) -> None:
    home = str(cluster.home(_APPLICATION))
    write_private(cluster.out / "database-url", url(cluster, passwords["administrator"]) + "\n")
    here = "chaperone ha configure with loopback addresses" if not cluster.is_here else "as made"
    write_private(cluster.out / "README.txt", _filled("README.txt", {"home": home, "here": here}))
    if cluster.is_here:
        _script(cluster.out / "start-all", _said("start-all"))
        return
    for program, user in _UNITS:
        after = " chaperone-etcd.service" if program == "patroni" else ""
        values = {"program": program, "user": user, "home": home, "after": after}
        unit = cluster.out / "units" / f"chaperone-{program}.service"
        write_private(unit, _filled("unit.service", values))


def _shared_parameters() -> Iterator[str]:
    """Of every node alike. What people wrote must not reach a log: as in the embedded server."""
    chosen = configuration.shared() | _TIMEOUTS | {"max_connections": "200"}
    for name, value in chosen.items():
        yield f'{name}: "{value}"'


def _tls_parameters(cluster: Cluster, folder: str) -> Iterator[str]:
    tls = cluster.home(folder) / "tls"
    if cluster.postgresql.tls:
        yield 'ssl: "on"'
        yield "ssl_min_protocol_version: TLSv1.2"
        yield f"ssl_ca_file: {tls}/ca.crt"
        yield f"ssl_cert_file: {tls}/node.crt"
        yield f"ssl_key_file: {tls}/node.key"


def _transport(cluster: Cluster, folder: str) -> Iterator[str]:
    """How nodes connect to each other."""
    if cluster.postgresql.tls:
        yield "sslmode: verify-full"
        yield f"sslrootcert: {cluster.home(folder)}/tls/ca.crt"
    else:
        yield "sslmode: disable"


def _locale(cluster: Cluster) -> Iterator[str]:
    """The built-in locale, where there is one: no upgrade of the C library spoils its indexes."""
    if (cluster.postgresql.major or 0) >= 17:
        yield "- locale: C"
        yield "- locale-provider: builtin"
        yield "- builtin-locale: C.UTF-8"
    else:
        yield "- locale: C.UTF-8"


def _who_may_connect(cluster: Cluster) -> Iterator[str]:
    """pg_hba.conf: everybody with a password (scram-sha-256), over TLS where it is spoken. The
    logins of the cluster come from its own nodes only.
    """
    over = "hostssl" if cluster.postgresql.tls else "host"
    loopback = "127.0.0.0/8"
    networks = [node.network for node in cluster.nodes]
    if cluster.is_here:
        networks = [loopback]
    yield "local all all scram-sha-256"
    yield "local replication all scram-sha-256"
    for network in networks:
        yield f"{over} replication replicator {network} scram-sha-256"
        yield f"{over} postgres rewinder {network} scram-sha-256"
    yield "host all postgres,replicator,rewinder all reject"
    for network in dict.fromkeys([*networks, *cluster.clients, loopback]):
        yield f"{over} all all {network} scram-sha-256"


def _filled(name: str, values: Mapping[str, str]) -> str:
    return Template(_said(name)).substitute(values)


def _said(name: str) -> str:
    return (_RECIPE / name).read_text(encoding="utf-8")


def _script(path: Path, content: str) -> None:
    write_private(path, content)
    path.chmod(0o700)


def _lines(indent: int, lines: Iterator[str]) -> str:
    return "\n".join(" " * indent + line for line in lines)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
