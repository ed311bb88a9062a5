"""What leaves and comes back, and what is wiped or destroyed (45 CFR 164.310(d))."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from chaperone.facilities.models.devices import Device
from chaperone.facilities.models.records import Record


class Movement(Record):
    """Who took what where, and when it came back (45 CFR 164.310(d)(2)(iii)-(iv)).

    What holds ePHI leaves only after a copy was made and verified: the database refuses the row
    without it, and a row that says of such a device that it held none (``sql/registers.sql``).
    """

    class Verified(models.TextChoices):
        """How the copy was compared with the original."""

        HASH = "hash", "By a hash of both (SHA-256)"
        COUNT = "count", "By counting the records of both"
        RESTORED = "restored", "By restoring it, and opening what was restored"

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="movements")
    taken_by = models.UUIDField()
    origin = models.CharField(max_length=120)
    destination = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300)
    left_at = models.DateTimeField()
    due_on = models.DateField(null=True, help_text="Empty: it does not come back.")
    held_ephi = models.BooleanField()
    copy_place = models.CharField(max_length=200, blank=True)
    copy_verified = models.CharField(max_length=12, choices=Verified.choices, blank=True)
    copy_proof = models.CharField(max_length=200, blank=True)
    returned_at = models.DateTimeField(null=True)
    return_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(held_ephi=False)
                | ~(Q(copy_place="") | Q(copy_verified="") | Q(copy_proof="")),
                name="facilities_movement_copied_before",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("left_at")),
                name="facilities_movement_lasts",
            ),
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(returned_at=None),
                name="facilities_movement_one_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-left_at"], name="facilities_movement_latest"),
        ]

    def __str__(self) -> str:
        return f"movement of {self.device_id}"


class Disposal(Record):
    """How something was wiped or destroyed, by whom, and who saw that it was
    (45 CFR 164.310(d)(2)(i)-(ii); NIST SP 800-88 Rev. 1, 4.8).

    ``recorded_by`` did it. The certificate, with its number, is there once another has confirmed.
    """

    class Method(models.TextChoices):
        """NIST SP 800-88 Rev. 1, 2.5."""

        CLEAR = "clear", "Clear"
        PURGE = "purge", "Purge"
        DESTROY = "destroy", "Destroy"

    class Aim(models.TextChoices):
        """The two specifications of the rule."""

        DISPOSAL = "disposal", "Disposal: it leaves us"
        REUSE = "reuse", "Re-use: it stays with us"

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="disposals")
    aim = models.CharField(max_length=12, choices=Aim.choices)
    method = models.CharField(max_length=12, choices=Method.choices)
    how = models.CharField(max_length=500, help_text="Tool and version, or the firm.")
    done_on = models.DateField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=20, blank=True)
    entry_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("recorded_by")),
                name="facilities_disposal_two_people",
            ),
            models.CheckConstraint(
                condition=Q(number="", entry_id=None, confirmed_at=None, confirmed_by=None)
                | (
                    ~Q(number="")
                    & Q(
                        entry_id__isnull=False,
                        confirmed_at__isnull=False,
                        confirmed_by__isnull=False,
                    )
                ),
                name="facilities_disposal_certified",
            ),
            models.CheckConstraint(
                condition=~Q(aim="disposal", method="clear"),
                name="facilities_disposal_not_cleared_only",
            ),
            models.UniqueConstraint(
                fields=["organization_id", "number"],
                condition=~Q(number=""),
                name="facilities_disposal_number",
            ),
        ]

    def __str__(self) -> str:
        return f"disposal of {self.device_id}"
