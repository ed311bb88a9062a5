"""The edge: what the rooms refuse becomes a page that says what to do next."""

import logging
import traceback
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from chaperone.access.errors import (
    AccessEnded,
    AgreementOver,
    CopyNotApproved,
    NotCleared,
    NotReachable,
    NotSignedIn,
)
from chaperone.crypto.errors import CryptoError
from chaperone.files.errors import PrivateFileError
from chaperone.ledger.errors import LedgerError
from chaperone.telemetry.lines import Fixed
from chaperone.vault.errors import NotIntact, VaultError
from chaperone.web.pages import page

_log = logging.getLogger(__name__)
# A database that is away is an outage; a wrong statement is our mistake and stays a 500.
_UNAVAILABLE = (
    LedgerError,
    VaultError,
    CryptoError,
    PrivateFileError,
    OperationalError,
    InterfaceError,
)


class RefusalPagesMiddleware:
    """Turns typed refusals into sign-in, a 404 that tells nothing, or an honest 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        match problem:
            case NotSignedIn():
                return redirect_to_login(request.get_full_path())
            case NotCleared():
                return redirect("access:clearances")
            case AccessEnded():
                return page("web/access_ended.html", status=403)
            case AgreementOver():
                return page("web/agreement_over.html", status=403)
            case CopyNotApproved():
                return page("web/copy_refused.html", status=403)
            case NotReachable():
                return page("404.html", status=404)
            case NotIntact():
                return page("web/not_intact.html", status=500)
            case _ if isinstance(problem, _UNAVAILABLE):
                return _unavailable(problem)
        return None


def _unavailable(problem: Exception) -> HttpResponse:
    # Kind and place only: a database's message may quote what was to be stored.
    where = traceback.extract_tb(problem.__traceback__)[-1]
    _log.error(
        "A page could not be served: %s at %s:%s",
        type(problem),
        Fixed(where.filename),
        where.lineno,
    )
    return page("503.html", status=503)
