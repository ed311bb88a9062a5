from typing import Any

from django import forms

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
