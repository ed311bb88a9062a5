"""Workstations, devices and media, and how they were found when they were checked."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from chaperone.facilities.models.records import Record


class Device(Record):
    """A workstation, device or medium (45 CFR 164.310(b)-(d)).

    The serial number is in clear: it is what somebody has who found the device, and it opens
    nothing. What it says of a person is that they work here.
    """

    class Kind(models.TextChoices):
        """``media`` of ``checklists.toml`` says how each is disposed of."""

        LAPTOP = "laptop_ssd", "Laptop or desktop"
        PHONE = "phone", "Phone or tablet"
        DISK = "hard_disk", "Hard disk or server"
        USB = "usb_card", "USB stick or memory card"
        TAPE = "tape", "Backup tape"
        OPTICAL = "optical", "CD or DVD"
        PAPER = "paper", "Paper"
        PRINTER = "printer", "Printer, copier or scanner"
        NETWORK = "network", "Router, switch or firewall"
        CLOUD = "cloud_volume", "Cloud volume or bucket"

    class State(models.TextChoices):
        """What became of it."""

        IN_USE = "in_use", "In use"
        STORED = "stored", "Stored"
        LOST = "lost", "Lost or stolen"
        DISPOSED = "disposed", "Disposed of"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    serial = models.CharField(max_length=64, blank=True)
    owner = models.UUIDField(null=True, help_text="Who answers for it; empty where nobody does.")
    holds_ephi = models.BooleanField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_USE)
    disk_encrypted = models.BooleanField(null=True)
    firewall_on = models.BooleanField(null=True)
    checked_on = models.DateField(null=True)
    check_due_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "serial"],
                condition=~Q(serial=""),
                name="facilities_device_serial",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "check_due_on"], name="facilities_device_due"),
            models.Index(fields=["organization_id", "owner"], name="facilities_device_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_here(self) -> bool:
        return self.state in (self.State.IN_USE, self.State.STORED)

    def check_state(self, today: date) -> str:
        """``none`` where it needs none, else ``never``, ``overdue``, ``soon`` or ``checked``."""
        if not self.is_here or self.kind not in CHECKED:
            return "none"
        if self.check_due_on is None:
            return "never"
        if self.check_due_on < today:
            return "overdue"
        return "soon" if (self.check_due_on - today).days <= SOON_DAYS else "checked"


CHECKED = (Device.Kind.LAPTOP, Device.Kind.PHONE, Device.Kind.DISK)
"""What people work on, or what serves them: checked when handed out and each year."""
SOON_DAYS = 30


class DeviceCheck(Record):
    """How a device was found. ``passed``: ids of ``checklists.toml``, of all that were asked."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="checks")
    passed = ArrayField(models.CharField(max_length=32))
    failed = ArrayField(models.CharField(max_length=32))
    note = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField()

    def __str__(self) -> str:
        return f"check of {self.device_id}"
