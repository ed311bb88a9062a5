"""The worker process: runs nudges until it is told to stop."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from chaperone.jobs import steady

GRACE_SECONDS = 8.0


def run() -> None:
    """Runs tasks until SIGTERM or SIGINT; what runs then has ``GRACE_SECONDS`` to end.

    Tasks are synchronous and run one at a time: an installation scales by processes.
    """
    assert isinstance(app.connector, DjangoConnector)
    worker_app = app.with_connector(app.connector.get_worker_connector())
    with steady.running():
        worker_app.run_worker(concurrency=1, shutdown_graceful_timeout=GRACE_SECONDS)
