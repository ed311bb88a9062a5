"""RDS on this machine (moto), which says what is asked of it but keeps no database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from moto.backends import get_backend
from moto.server import ThreadedMotoServer

_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
_PATIENT = Config(read_timeout=120, retries={"total_max_attempts": 1})
"""For what arranges: it loads for long when it is first asked, and asked twice to make the same it
refuses.
"""


@contextmanager
def cloud(**instances: bool) -> Iterator[tuple[str, Any]]:
    """Its address, and a client that can change it. ``instances``: their names, and whether each is
    encrypted; of each there is a snapshot ``monday-NAME``.
    """
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        client = boto3.client(
            "rds", region_name="us-east-1", endpoint_url=endpoint, config=_PATIENT, **_KEYS
        )
        for name, encrypted in instances.items():
            client.create_db_instance(
                DBInstanceIdentifier=name,
                DBInstanceClass="db.m6g.large",
                Engine="postgres",
                AllocatedStorage=20,
                MasterUsername="boss",
                MasterUserPassword="correct horse",
                StorageEncrypted=encrypted,
                BackupRetentionPeriod=7,
            )
            client.create_db_snapshot(
                DBInstanceIdentifier=name, DBSnapshotIdentifier=f"monday-{name}"
            )
        yield endpoint, client
    finally:
        server.stop()
        # It keeps them for the whole process, also for the next stand-in there.
        get_backend("rds").reset()
