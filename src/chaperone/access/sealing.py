"""Text that two organizations read: a request for access from one to the other."""

from typing import Any
from uuid import UUID

from chaperone.crypto.values import Place
from chaperone.database.identifiers import PLATFORM
from chaperone.vault.fields import SecretTextField
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Purpose, SealedModel


class PlatformTextField(SecretTextField):
    """Sealed under the installation's key, which every organization's context can reach.

    What people type as a reason may tell of a member's health, so it is never stored in clear; the
    officers of both organizations must be able to read it, so no single one's key can seal it.
    """

    def place(self, organization_id: UUID, row: UUID) -> Place:  # noqa: ARG002  one place for all
        return super().place(PLATFORM, row)

    def sealing_key(self, instance: SealedModel) -> Any:  # noqa: ARG002  one key for all
        return keyring.sealing_key(PLATFORM, Purpose.SECRET, None)
