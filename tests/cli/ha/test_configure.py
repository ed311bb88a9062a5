"""What `chaperone ha configure` refuses, and what it writes; the programs themselves read it."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from psycopg.conninfo import conninfo_to_dict

from chaperone.cli.main import app
from chaperone.database import binaries

NODES = ("--node", "one=10.0.0.1", "--node", "two=10.0.0.2", "--node", "three=db3.example")
HERE = ("--node", "one=127.9.9.1", "--node", "two=127.9.9.2", "--node", "three=127.9.9.3")
ELSEWHERE = (*NODES, "--client", "10.0.1.0/24", "--programs", "/usr/lib/postgresql/99/bin")


def configure(out: Path, *words: str) -> int:
    try:
        app(["ha", "configure", "--out", str(out), *words])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (NODES[:4], "Name three nodes"),
        (("--node", "one", *NODES[2:]), "is no node"),
        (("--node", "One=10.0.0.1", *NODES[2:]), "is no node"),
        (("--node", "two=10.0.0.1", *NODES[2:]), "is no node"),
        (("--node", "one=10.0.0.2", *NODES[2:]), "is no node"),
        (("--node", "one=10.0.0.1 evil", *NODES[2:]), "is no address"),
        (("--node", 'one=x"\n  y: z', *NODES[2:]), "is no address"),
        (NODES, "Say which PostgreSQL"),
        ((*NODES, "--programs", "/usr/lib/postgresql/99/bin"), "from where Chaperone connects"),
        ((*ELSEWHERE, "--client", "the office"), "is no network"),
        ((*ELSEWHERE, "--client", "10.0.1.7/24"), "is no network"),
        ((*ELSEWHERE, "--proxy", "no\nhost"), "is no address"),
        ((*HERE, "--programs", "bin"), "no PostgreSQL in bin"),
    ],
)
def test_what_cannot_work_is_refused_and_nothing_is_written(tmp_path, capsys, words, sentence):
    assert configure(tmp_path / "out", *words) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_members_data_does_not_cross_a_network_in_clear(tmp_path, capsys):
    """The PostgreSQL that Chaperone brings was built without TLS."""
    own = str(binaries.installed())
    assert configure(tmp_path / "out", *NODES, "--client", "10.0.1.0/24", "--programs", own) == 1
    assert "in clear" in capsys.readouterr().err


def test_what_may_be_in_use_is_not_written_over(tmp_path, capsys):
    assert configure(tmp_path / "out", *HERE) == 0
    made = (tmp_path / "out" / "database-url").read_text()
    assert configure(tmp_path / "out", *HERE) == 1
    assert "not empty" in capsys.readouterr().err
    assert (tmp_path / "out" / "database-url").read_text() == made


def test_nobody_else_reads_it(tmp_path):
    assert configure(tmp_path / "out", *ELSEWHERE) == 0
    found = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(found) > 20
    for path in found:
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path


def test_each_node_has_its_own_key_and_only_the_passwords_it_needs(tmp_path):
    assert configure(tmp_path / "out", *ELSEWHERE) == 0
    out = tmp_path / "out"
    keys = {path.read_text() for path in out.rglob("node.key")}
    assert len(keys) == 4
    administrator = conninfo_to_dict((out / "database-url").read_text().strip())["password"]
    for name in ("patroni.yml", "etcd.yml"):
        assert administrator not in (out / "nodes" / "one" / name).read_text()
    assert "password" not in (out / "application" / "haproxy.cfg").read_text()


def test_everything_between_machines_is_encrypted_and_asks_for_a_password(tmp_path):
    assert configure(tmp_path / "out", *ELSEWHERE) == 0
    out = tmp_path / "out"
    patroni = (out / "nodes" / "one" / "patroni.yml").read_text()
    hba = [line.strip() for line in patroni.splitlines() if "scram-sha-256" in line]
    rules = [line for line in hba if line.startswith("- ")]
    assert rules
    for rule in rules:
        assert rule.startswith(("- local ", "- hostssl ")), rule
    assert patroni.count("sslmode: verify-full") == 3
    assert "verify_client: required" in patroni
    url = conninfo_to_dict((out / "database-url").read_text().strip())
    assert url["sslmode"] == "verify-full"
    assert url["user"] == "chaperone_administrator"
    assert "http://" not in (out / "nodes" / "one" / "etcd.yml").read_text()


def test_new_certificates_are_for_the_same_names(tmp_path, capsys):
    assert configure(tmp_path / "out", *ELSEWHERE) == 0
    path = tmp_path / "out" / "nodes" / "three" / "tls" / "node.crt"
    before = x509.load_pem_x509_certificate(path.read_bytes())
    app_renew(tmp_path / "out")
    after = x509.load_pem_x509_certificate(path.read_bytes())
    assert after.serial_number != before.serial_number
    names = x509.SubjectAlternativeName
    assert (
        after.extensions.get_extension_for_class(names).value
        == before.extensions.get_extension_for_class(names).value
    )
    (tmp_path / "out" / "authority" / "ca.key").unlink()
    app_renew(tmp_path / "out")
    assert "authority/ca.key" in capsys.readouterr().err


def app_renew(out: Path) -> None:
    try:
        app(["ha", "renew", "--out", str(out)])
    except SystemExit:
        return


def test_haproxy_reads_what_is_written(tmp_path):
    assert configure(tmp_path / "out", *HERE) == 0
    out = tmp_path / "out"
    haproxy = shutil.which("haproxy") or "/usr/sbin/haproxy"
    config = out / "application" / "haproxy.cfg"
    checked = subprocess.run(
        [haproxy, "-c", "-f", config], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_root_is_refused_by_the_start_script(tmp_path):
    assert configure(tmp_path / "out", *HERE) == 0
    start = (tmp_path / "out" / "nodes" / "one" / "start").read_text()
    assert 'id -u)" = 0' in start
    for word in ("", "postgres"):
        said = subprocess.run(
            [tmp_path / "out" / "nodes" / "one" / "start", word],
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode in (1, 2)
        assert said.stderr.startswith(("start: PostgreSQL refuses", "usage:"))
