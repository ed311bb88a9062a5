"""The same three nodes with a PostgreSQL of the platform that speaks TLS: ``make prove`` runs it."""

from pathlib import Path

import psycopg
import pytest

from tests.cli.ha.running import running_cluster, wait_for

pytestmark = pytest.mark.xdist_group("several nodes")


def test_nodes_and_clients_speak_tls_and_nothing_else() -> None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    assert found, "This proof needs a PostgreSQL of the platform: install the package 'postgresql'."
    with running_cluster(found[-1].parent) as cluster:
        with cluster.connect() as connection:
            row = connection.execute("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
            assert row.fetchone() == (True,)
        with pytest.raises(psycopg.OperationalError, match=r"no encryption|pg_hba"):
            psycopg.connect(cluster.url, dbname="postgres", sslmode="disable")
        leader = cluster.leader()
        with cluster.connect_as_superuser(leader) as superuser:
            streaming = (
                "select count(*) from pg_stat_replication join pg_stat_ssl using (pid) where ssl"
            )
            assert superuser.execute(streaming).fetchone() == (2,)
        cluster.kill_postgresql(leader)
        wait_for(lambda: cluster.leader() != leader)
        cluster.wait_until_whole()
