"""Three real nodes, small: the primary is killed under writers. What else can befall them, and the
product on top of them: ``tests/journeys/failing_over.py``, in ``make prove``.
"""

import ssl
import threading
import time
from collections.abc import Iterator
from http.client import HTTPSConnection

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.cli.ha.running import NAMES, RunningCluster, running_cluster, wait_for

pytestmark = pytest.mark.xdist_group("several nodes")


@pytest.fixture(scope="module")
def cluster() -> Iterator[RunningCluster]:
    with running_cluster() as running:
        with running.connect() as connection:
            connection.execute("create database beats")
        with running.connect(dbname="beats") as connection:
            connection.execute("create table beats (number bigint primary key)")
        yield running


def write(cluster: RunningCluster, number: int) -> bool:
    """Whether it was acknowledged."""
    try:
        with psycopg.connect(
            cluster.url, dbname="beats", autocommit=True, connect_timeout=3
        ) as connection:
            connection.execute("insert into beats values (%s)", [number])
    except psycopg.Error:
        return False
    return True


def kept(cluster: RunningCluster) -> set[int]:
    with cluster.connect(dbname="beats") as connection:
        return {number for (number,) in connection.execute("select number from beats")}


def test_a_commit_waits_for_a_second_node_whatever_the_timeouts_say(
    cluster: RunningCluster,
) -> None:
    """The logins of the product have statement timeouts; one must never turn into a success."""
    cluster.wait_until_whole()
    leader = cluster.leader()
    followers = [name for name in NAMES if name != leader]
    dsn = make_conninfo(cluster.url, dbname="beats", options="-c statement_timeout=300")
    for name in followers:
        cluster.freeze(name)
    try:
        with psycopg.connect(dsn, autocommit=True) as connection:
            done = threading.Event()

            def insert() -> None:
                connection.execute("insert into beats values (-1)")
                done.set()

            thread = threading.Thread(target=insert)
            thread.start()
            assert not done.wait(2)
            for name in followers:
                cluster.thaw(name)
            assert done.wait(60)
            thread.join()
    finally:
        for name in followers:
            cluster.thaw(name)
    assert -1 in kept(cluster)


def test_a_killed_primary_loses_nothing_that_was_acknowledged(cluster: RunningCluster) -> None:
    cluster.wait_until_whole()
    first = cluster.leader()
    acknowledged: list[int] = []
    stop = threading.Event()

    def keep_writing(begin: int) -> None:
        for number in range(begin, begin + 1_000_000):
            if stop.is_set():
                return
            if write(cluster, number):
                acknowledged.append(number)

    writers = [threading.Thread(target=keep_writing, args=(n * 1_000_000,)) for n in range(1, 4)]
    for writer in writers:
        writer.start()
    try:
        wait_for(lambda: len(acknowledged) > 20)
        before, began = len(acknowledged), time.monotonic()
        cluster.kill_postgresql(first)
        wait_for(lambda: cluster.leader() != first)
        wait_for(lambda: len(acknowledged) > before + 20)
        print(f"killed: written again after {time.monotonic() - began:.1f} s")
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert not set(acknowledged) - kept(cluster)


def test_nobody_without_a_certificate_of_the_cluster_is_answered(cluster: RunningCluster) -> None:
    tls = cluster.made.out / "application" / "tls"
    context = ssl.create_default_context(cafile=str(tls / "ca.crt"))
    for port in (8008, 2379):
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            ask(cluster.made.nodes[0].host, port, context)


def ask(host: str, port: int, context: ssl.SSLContext) -> None:
    connection = HTTPSConnection(host, port, timeout=5, context=context)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    finally:
        connection.close()
