"""Traces for a collector that config.json names; nothing is loaded, and nothing sent, without one.

A collector is a machine of somebody else or of the house's own, so that nothing may reach it but
this: names of routes and tasks, methods, states, durations, ids of requests. Whatever else a
library put on a span is taken off on its way out, and events and messages of errors with it.
"""

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section
from chaperone.telemetry.context import facts_now

ALLOWED = frozenset({"route", "method", "status", "request", "task", "process"})
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class CollectorRefused(Exception):
    """“traces” in config.json must be an object with “endpoint”: an https address, or one of this
    machine."""


def endpoint_in(config: Path) -> str:
    """Where traces are sent; empty where no collector is named. Raises ``CollectorRefused``."""
    try:
        found = section(config, "traces")
    except ConfigUnreadable as problem:
        raise CollectorRefused(CollectorRefused.__doc__) from problem
    if found is None:
        return ""
    endpoint = found.get("endpoint") if isinstance(found, dict) else None
    place = urlsplit(endpoint) if isinstance(endpoint, str) else None
    if place is None or not place.hostname or "@" in place.netloc:
        raise CollectorRefused(CollectorRefused.__doc__)
    ours = place.scheme == "http" and place.hostname in _LOOPBACK
    if place.scheme != "https" and not ours:
        raise CollectorRefused(CollectorRefused.__doc__)
    return str(endpoint)


@contextmanager
def traced(name: str, config: Path, **attributes: str | int) -> Iterator[dict[str, str | int]]:
    """A span around this block, where there is a collector. What is put into the mapping it gives,
    of ``ALLOWED``, goes along.
    """
    tracer = _tracer(config)
    if tracer is None:
        yield {}
        return
    found: dict[str, str | int] = dict(attributes)
    with tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield found
        finally:
            facts = facts_now()
            request = {"request": facts["request"]} if "request" in facts else {}
            span.update_name(str(found.get("route", name)))
            span.set_attributes(found | request)


@cache
def _tracer(config: Path) -> Any:
    """One for each process, since the thread that sends does not outlive a fork."""
    endpoint = endpoint_in(config)
    if not endpoint:
        return None
    sdk = importlib.import_module("opentelemetry.sdk.trace")
    export = importlib.import_module("opentelemetry.sdk.trace.export")
    otlp = importlib.import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    resources = importlib.import_module("opentelemetry.sdk.resources")
    provider = sdk.TracerProvider(
        # Not the default one, which names the machine and what the environment says.
        resource=resources.Resource({"service.name": "chaperone"}),
        shutdown_on_exit=True,
    )
    sender = otlp.OTLPSpanExporter(endpoint=endpoint, timeout=5)
    provider.add_span_processor(export.BatchSpanProcessor(_stripping(export, sender)))
    return provider.get_tracer("chaperone")


def _stripping(export: Any, sender: Any) -> Any:
    sdk = importlib.import_module("opentelemetry.sdk.trace")

    class Stripping(export.SpanExporter):  # type: ignore[misc]  # loaded only where it is used
        """Sends spans with what may leave, and nothing else."""

        def export(self, spans: Sequence[Any]) -> Any:
            return sender.export([_bare(sdk, span) for span in spans])

        def shutdown(self) -> None:
            sender.shutdown()

    return Stripping()


def _bare(sdk: Any, span: Any) -> Any:
    kept = {name: value for name, value in (span.attributes or {}).items() if name in ALLOWED}
    return sdk.ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=kept,
        kind=span.kind,
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
