import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from chaperone.access.forms import PostedForm, choices_of
from chaperone.notices.errors import KeyMissing
from chaperone.notices.models import Webhook
from chaperone.sms.errors import SmsError
from chaperone.sms.numbers import normalise

_AHEAD, _BACK = timedelta(days=400), timedelta(days=7)


class DayField(forms.DateField):
    """A day that somebody could be planning for."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = timezone.localdate()
        if day and not today - _BACK <= day <= today + _AHEAD:
            raise ValidationError("Choose a day of the next year.")
        return day


class PersonForm(PostedForm):
    """Somebody who may be called."""

    person = forms.ChoiceField(label="Who")

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], **more: Any) -> None:
        super().__init__(data, **more)
        listed = sorted(choices_of(people), key=lambda each: each[1])
        self.fields["person"].choices = listed  # type: ignore[attr-defined]


class WeeksForm(PersonForm):
    """Whole weeks, from hand-over to hand-over."""

    monday = forms.ChoiceField(label="First week")
    weeks = forms.IntegerField(
        label="How many weeks in a row", min_value=1, max_value=26, initial=1
    )

    def __init__(self, data: Any = None, *, weeks: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["monday"].choices = weeks  # type: ignore[attr-defined]


class CoverForm(PersonForm):
    """A time, whoever was on call before."""

    begins_on = DayField(label="From day")
    begins_at = forms.TimeField(label="From time", widget=forms.TimeInput(attrs={"type": "time"}))
    ends_on = DayField(label="Until day")
    ends_at = forms.TimeField(label="Until time", widget=forms.TimeInput(attrs={"type": "time"}))


class SwapForm(PostedForm):
    """Two weeks whose people change places."""

    monday = forms.ChoiceField(label="This week")
    other_monday = forms.ChoiceField(label="Against this week")

    def __init__(self, data: Any = None, *, weeks: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        for name in ("monday", "other_monday"):
            self.fields[name].choices = weeks  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("monday") and cleaned.get("monday") == cleaned.get("other_monday"):
            raise ValidationError("Choose two different weeks.")
        return cleaned


class AwayForm(PersonForm):
    """A holiday."""

    first_day = DayField(label="First day")
    last_day = DayField(label="Last day")


class NumberForm(PostedForm):
    """Where one is called by text message."""

    phone = forms.CharField(
        label="Your mobile number",
        required=False,
        max_length=32,
        help_text="Such as +1 617 555 0142. Leave it empty to be called by e-mail only.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        phone = re.sub(r"[\s().-]", "", self.cleaned_data["phone"])
        try:
            return normalise(phone) if phone else ""
        except SmsError as problem:
            raise ValidationError(str(problem)) from problem


class WebhookForm(PostedForm):
    """Which other service is told."""

    url = forms.CharField(
        label="Address",
        max_length=500,
        help_text="An https address on the internet."
        " It is told that somebody is called, never for whom.",
        widget=forms.URLInput,
    )
    style = forms.ChoiceField(
        label="In which form",
        choices=Webhook.Style.choices,
        required=False,
        help_text="Pagers of PagerDuty's kind read its Events API v2, at"
        " https://events.pagerduty.com/v2/enqueue.",
    )
    routing_key = forms.RegexField(
        regex=r"^[\x21-\x7e]+$",
        label="Integration key",
        required=False,
        max_length=128,
        help_text="Of the Events API only: the service gives it out. It is kept sealed.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_style(self) -> str:
        return self.cleaned_data["style"] or Webhook.Style.STANDARD

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        events, key = cleaned.get("style") == Webhook.Style.EVENTS, cleaned.get("routing_key")
        if events and not key and "routing_key" not in self.errors:
            self.add_error("routing_key", KeyMissing.__doc__ or "")
        if not events and key:
            self.add_error(
                "routing_key", "Leave it empty: the message is signed by a secret of ours."
            )
        return cleaned
