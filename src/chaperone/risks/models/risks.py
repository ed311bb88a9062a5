"""Risks: what may happen, how bad it is, what is done about it, and who took it upon them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.risks.scales import WORDS, level_of


def _scored(prefix: str) -> Q:
    """Likelihood, impact and level are all there and on the scale, or none is."""
    names = [f"{prefix}_{part}" for part in ("likelihood", "impact", "level")]
    none = Q(**dict.fromkeys(names))
    # Said twice: what is unknown would pass a check of the range alone.
    there = Q(**{f"{name}__isnull": False for name in names})
    return none | there & Q(**{f"{name}__range": (1, 5) for name in names})


class Risk(models.Model):
    """A risk of the register (45 CFR 164.308(a)(1)(ii)(A)-(B); NIST SP 800-30 Rev. 1, 3.2).

    ``inherent``: without our safeguards; ``residual``: with those that are there now. ``threat``
    and ``vulnerability``: entries of the catalogue. ``accepted_until``: the last day of the
    acceptance that counts; the acceptances themselves are rows of their own.
    """

    class Treatment(models.TextChoices):
        """What is done about it (NIST SP 800-39, 3.3)."""

        AVOID = "avoid", "Avoid: stop doing what brings it"
        REDUCE = "reduce", "Reduce: add or better safeguards"
        TRANSFER = "transfer", "Transfer: insure it, or share it by contract"
        ACCEPT = "accept", "Accept: live with it until a day"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    number = models.IntegerField()
    starter = models.CharField(max_length=60, blank=True, help_text="Its key in the starter set.")
    title = models.CharField(max_length=160)
    statement = models.TextField(max_length=2000)
    threat = models.CharField(max_length=60, blank=True)
    vulnerability = models.CharField(max_length=60, blank=True)
    asset_ids = ArrayField(models.UUIDField(), default=list)
    citations = ArrayField(models.CharField(max_length=40), default=list)
    controls = models.TextField(max_length=2000, blank=True)
    owner_id = models.UUIDField(null=True)
    owned_by = models.UUIDField(null=True, help_text="Who named the owner.")

    inherent_likelihood = models.SmallIntegerField(null=True)
    inherent_impact = models.SmallIntegerField(null=True)
    inherent_level = models.SmallIntegerField(null=True)
    residual_likelihood = models.SmallIntegerField(null=True)
    residual_impact = models.SmallIntegerField(null=True)
    residual_level = models.SmallIntegerField(null=True)
    assessed_by = models.UUIDField(null=True)
    assessed_at = models.DateTimeField(null=True)

    treatment = models.CharField(max_length=8, choices=Treatment.choices, blank=True)
    plan = models.TextField(max_length=2000, blank=True)
    treatment_owner_id = models.UUIDField(null=True)
    treatment_due = models.DateField(null=True)
    treatment_done_on = models.DateField(null=True)
    accepted_until = models.DateField(null=True)

    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    close_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "number"], name="risks_risk_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["organization_id", "starter"],
                condition=~Q(starter=""),
                name="risks_risk_adopted_once",
            ),
            models.CheckConstraint(condition=_scored("inherent"), name="risks_risk_inherent"),
            models.CheckConstraint(condition=_scored("residual"), name="risks_risk_residual"),
            models.CheckConstraint(
                condition=(Q(accepted_until=None) & ~Q(treatment="accept"))
                | Q(accepted_until__isnull=False, treatment="accept"),
                name="risks_risk_accepted",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "-residual_level", "number"], name="risks_risk_by_level"
            )
        ]

    def __str__(self) -> str:
        return f"R-{self.number} {self.title}"

    @property
    def name(self) -> str:
        """How people call it: "R-7"."""
        return f"R-{self.number}"

    @property
    def closed(self) -> bool:
        """Whether people closed it."""
        return self.closed_at is not None

    @property
    def inherent_word(self) -> str:
        """The level without safeguards, in words; empty where nobody judged it."""
        return WORDS[self.inherent_level] if self.inherent_level else ""

    def score(self, which: str, likelihood: int, impact: int) -> None:
        """Sets likelihood, impact and the level they make; ``which``: inherent or residual."""
        setattr(self, f"{which}_likelihood", likelihood)
        setattr(self, f"{which}_impact", impact)
        setattr(self, f"{which}_level", level_of(likelihood, impact))


class Acceptance(models.Model):
    """Somebody took a risk upon the organization until a day, as it stood then. Never changed but
    by its end.

    ``signature``: of ``registers``, over the text that says what was accepted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="acceptances")
    likelihood = models.SmallIntegerField()
    impact = models.SmallIntegerField()
    reason = models.TextField(max_length=1000)
    accepted_by = models.UUIDField()
    accepted_at = models.DateTimeField(db_default=Now())
    until = models.DateField(help_text="The last day; the risk is open again on the next.")
    signature_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)),
                name="risks_acceptance_scored",
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("risk"), F("accepted_at").desc(), name="risks_acceptance_newest")
        ]

    def __str__(self) -> str:
        return f"{self.risk_id} until {self.until}"
