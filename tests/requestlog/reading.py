"""What the log says, read as somebody of the organization would."""

from uuid import UUID

from django.db import transaction

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.requestlog.queries import Row, Wanted, search


def logged(organization_id: UUID, **wanted) -> list[Row]:
    actor = operator(organization_id)
    with transaction.atomic(), acting_for(actor):
        return search(actor, Wanted(**wanted)).rows


def last(organization_id: UUID):
    return logged(organization_id)[0].record
