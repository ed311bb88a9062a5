"""Tenants: the organizations whose members are cared for."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models

from chaperone.database.identifiers import new_id


def validate_time_zone(name: str) -> None:
    """Raises ``ValidationError`` unless ``name`` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError) as problem:
        raise ValidationError(
            f"“{name}” is not a time zone, such as America/New_York."
        ) from problem


class Organization(models.Model):
    """A covered entity or business associate that uses this installation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
