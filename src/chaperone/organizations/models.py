"""Tenants: the organizations whose members are cared for."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now

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
    # The one that runs the installation: its staff reach no customer's members unless both agree.
    is_platform = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_platform"],
                condition=models.Q(is_platform=True),
                name="organizations_organization_one_platform",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SettingChange(models.Model):
    """One value that was set. The latest of a name is in force; earlier ones are its history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    name = models.CharField(max_length=64)
    value = models.JSONField()
    reason = models.CharField(max_length=500)
    # Empty where the installation's operator set it.
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["organization_id", "name", "-id"], name="organizations_setting_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} since {self.changed_at}"
