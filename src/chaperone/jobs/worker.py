"""The worker process: runs nudges until it is told to stop."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from chaperone.jobs import steady
from chaperone.jobs.queues import ORDINARY

GRACE_SECONDS = 8.0


def run(*, queue: str = ORDINARY, at_once: int = 1) -> None:
    """Runs the tasks of a queue until SIGTERM or SIGINT; what runs then has ``GRACE_SECONDS`` to
    end.

    Tasks are synchronous and run one at a time: an installation scales by processes. What waits
    for a network runs in a queue and a process of its own, ``at_once`` tasks side by side, so that
    it never holds up anything else.
    """
    assert isinstance(app.connector, DjangoConnector)
    worker_app = app.with_connector(app.connector.get_worker_connector())
    with steady.running():
        worker_app.run_worker(
            queues=[queue], concurrency=at_once, shutdown_graceful_timeout=GRACE_SECONDS
        )
