"""Granian with our settings: TLS, WSGI, blocking threads capped to what the database allows."""

import importlib
import os
import signal
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from granian.constants import Interfaces, SSLProtocols
from granian.server import Server

from chaperone.crypto.transport import LOWEST_TLS
from chaperone.database.parent import die_with_parent
from chaperone.telemetry import crashes

WORKERS = 2
THREADS = 8
"""WORKERS * THREADS * 2 connections (one of each thread's is for refusals) stay below the 40 that
the login `web` may open."""
_STOP_SECONDS = 8
_PROTOCOLS = {
    ssl.TLSVersion.TLSv1_2: SSLProtocols.tls12,
    ssl.TLSVersion.TLSv1_3: SSLProtocols.tls13,
}


def run(*, workers: int = WORKERS) -> None:
    """Serve `chaperone.web.wsgi` on the port of CHAPERONE_URL until a signal."""
    port = urlsplit(os.environ.get("CHAPERONE_URL", "https://localhost:8443")).port or 443
    tls = Path(os.environ["CHAPERONE_DATA"]) / "tls"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chaperone.settings")
    server = Server(
        "chaperone.web.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        ssl_cert=tls / "server.crt",
        ssl_key=tls / "server.key",
        ssl_protocol_min=_PROTOCOLS[LOWEST_TLS],
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.serve(target_loader=_load)


def _load(target: str) -> Callable[..., Any]:
    """In a new worker: it must not outlive the main process, which owns the port."""
    die_with_parent(os.getppid(), signal.SIGKILL)
    crashes.guard()
    module, name = target.split(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
