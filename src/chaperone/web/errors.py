"""Reports of errors, without the values of local variables: they may hold what was opened."""

from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NoVariablesFilter(SafeExceptionReporterFilter):
    """Shows where an error happened, never with which values (invariant 1)."""

    def is_active(self, request: HttpRequest | None) -> bool:  # noqa: ARG002
        return True

    def get_traceback_frame_variables(  # type: ignore[override]  # the stub disagrees with Django
        self,
        request: HttpRequest | None,  # noqa: ARG002
        tb_frame: Any,  # noqa: ARG002
    ) -> list[tuple[str, Any]]:
        return []

    def get_post_parameters(
        self,
        request: HttpRequest | None,  # noqa: ARG002
    ) -> dict[str, Any]:
        return {}
