"""The map of ePHI, the catalogue of threats and weaknesses, and what a violation can cost."""

from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.risks.ephi.mapping import drawn_up
from chaperone.risks.ephi.metadata import sealed_columns
from chaperone.risks.ephi.picture import narrow, wide
from chaperone.risks.frame import PURPOSE, READ, shown
from chaperone.risks.knowledge import penalties as known_penalties
from chaperone.risks.knowledge import scales, threats, vulnerabilities
from chaperone.risks.registry import flows_known

_NAME = "Where each data element of ePHI is stored and where it goes"


@require_GET
@requires(READ, purpose=PURPOSE)
def ephi(request: SignedInRequest) -> HttpResponse:
    """Where ePHI is stored and goes, from the models and the agreements as they are now."""
    elements = drawn_up(sealed_columns(), flows_known(request.actor.organization_id))
    context = {
        "elements": elements,
        # Written by an XML library, which escapes whatever stands in it.
        "wide": mark_safe(wide(_NAME, elements)),  # noqa: S308
        "narrow": mark_safe(narrow(_NAME, elements)),  # noqa: S308
    }
    return shown(request, "risks/ephi.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def catalogue(request: SignedInRequest) -> HttpResponse:
    """What can happen, by which weakness, and what the steps of the scales mean."""
    found = scales()
    context = {
        "threats": threats().values(),
        "vulnerabilities": vulnerabilities().values(),
        "scales": [
            ("Likelihood", found.likelihood),
            ("Impact", found.impact),
            ("Level of risk", found.level),
        ],
    }
    return shown(request, "risks/catalogue.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def penalties(request: SignedInRequest) -> HttpResponse:
    """What a violation can cost, by culpability (45 CFR 160.404)."""
    return shown(request, "risks/penalties.html", {"penalties": known_penalties()})
