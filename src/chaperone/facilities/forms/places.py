"""What is typed about sites, visitors, repairs and badges."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm
from chaperone.facilities.forms.fields import ChoosingForm, DayInput, choice, long, text
from chaperone.facilities.models import Maintenance

MOST_PLAN = 30_000


class SiteForm(PostedForm):
    """A site, and whom to call when it cannot be used."""

    name = text("Name", 120)
    address = text("Address", 300)
    contact_name = text("Whom to call in an emergency", 120)
    contact_phone = text("Their phone number", 40)
    way_in = long(
        "How people come in to restore data when the usual way is blocked",
        500,
        help_text="Who lets them in, where the key is kept. No codes: they are secrets.",
    )


class PlanForm(PostedForm):
    """A version of a site's security plan."""

    text = long(
        "The plan",
        MOST_PLAN,
        help_text="Answer the questions below each heading. Lines that begin with ## are headings.",
    )


class ConfirmForm(PostedForm):
    """Nothing is typed: sending it is the answer."""


class FoundForm(PostedForm):
    """What was seen when a plan was walked through on site."""

    found = long("What you found", 500)


class VisitorForm(ChoosingForm):
    """A visitor who comes in now. As few fields as the desk needs."""

    visitor = text("Name of the visitor", 120)
    company = text("From", 120, required=False, help_text="Their firm, if any.")
    purpose = text("Why they are here", 200)
    escort = choice("Who is with them")
    site = choice("Site")
    badge = text("Visitor's badge", 32, required=False)

    def __init__(
        self, *args: Any, people: dict[UUID, str], sites: dict[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("escort", people)
        self.choose("site", sites)
        if len(sites) == 1:
            self.initial.setdefault("site", str(next(iter(sites))))


class MaintenanceForm(ChoosingForm):
    """A repair or change of a place."""

    site = choice("Site")
    part = forms.ChoiceField(label="What it concerns", choices=Maintenance.Part.choices)
    place = text("Where", 120, help_text="For example: back door, server cabinet.")
    what = text("What was done", 500)
    done_by = text("By whom", 120, help_text="The firm or person, and who let them in.")
    done_on = forms.DateField(label="When", widget=DayInput())

    def __init__(self, *args: Any, sites: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("site", sites)

    def clean_done_on(self) -> Any:
        """A day up to today."""
        return past(self.cleaned_data["done_on"])


class BadgeForm(ChoosingForm):
    """A badge and whose it is."""

    number = text("Number of the badge", 64, help_text="As the lock's record writes it.")
    holder = choice("Whose it is")

    def __init__(self, *args: Any, people: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("holder", people)


def past(day: Any) -> Any:
    """The day, where it is not in the future. Raises ``ValidationError``."""
    if day > timezone.localdate():
        raise forms.ValidationError("This day is still to come.")
    return day
