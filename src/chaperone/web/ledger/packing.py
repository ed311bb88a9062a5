"""An account as one file to download."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpResponse

from chaperone.disclosures.bundle import Bundle

MOST = 2_000
"""Entries of an account that is made while somebody waits: some seconds. Longer: the command."""


def packed(made: Bundle) -> HttpResponse:
    """A ZIP file with a folder in it. It names nobody; nothing on the way keeps it."""
    name = f"account-{made.digest[:12]}"
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as files:
        for file, content in made.files.items():
            files.writestr(f"{name}/{file}", content)
    response = HttpResponse(whole.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    response["Cache-Control"] = "no-store"
    return response
