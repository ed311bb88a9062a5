from typing import Any

from django import forms

from chaperone.organizations.models import validate_time_zone
from chaperone.organizations.settings import Setting
from chaperone.web.administration.forms.posted import ReasonForm


class SettingForm(ReasonForm):
    """A new value, in the field that the setting declares, and why."""

    field_order = ("value", "reason")

    def __init__(self, setting: Setting, data: Any = None, *, value: Any = None) -> None:
        super().__init__(data, initial={"value": value})
        self.fields["value"] = setting.field()
        self.order_fields(self.field_order)


class SetBackForm(forms.Form):
    """Which earlier value the form begins with."""

    back_to = forms.UUIDField(required=False)


class OrganizationForm(ReasonForm):
    """What the organization is called, and by which clock its pages tell the time."""

    field_order = ("name", "time_zone", "reason")
    name = forms.CharField(
        max_length=200, help_text="Members read it in texts, such as those that follow STOP."
    )
    time_zone = forms.CharField(
        max_length=64,
        validators=[validate_time_zone],
        help_text="Such as America/New_York. Times on pages are told by it.",
    )
