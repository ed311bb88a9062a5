"""A public trust page, which tests need."""

from chaperone.evidence.models import TrustPage
from tests.cast import LAKESIDE, inside, samuel


def a_public_page() -> None:
    """Published before anything was computed."""
    with inside(LAKESIDE):
        TrustPage.objects.create(
            organization_id=LAKESIDE, is_public=True, decided_by=samuel.user.id
        )
