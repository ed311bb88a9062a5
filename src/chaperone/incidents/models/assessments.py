"""Whether it was a breach, and until when who must know (45 CFR 164.402, 164.404-412)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.incidents.models.cases import Incident
from chaperone.incidents.models.exposures import Exposure
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Assessment(SealedModel):
    """One version of the judgement of an incident; only the decision on it is ever added.

    Presumed a breach (164.402(2)): ``outcome`` says otherwise only with its ground. The latest
    signed version is in force. ``whom``: who must be told, those who were seen or all who could
    have been. ``europe``: people in the EU are among them; ``high_risk`` then decides Art. 34.
    """

    class Outcome(models.TextChoices):
        """What was found."""

        BREACH = "breach", "A breach: people are told"
        LOW = "low", "No breach: a low probability of compromise is demonstrated"
        GOOD_FAITH = "good_faith", "No breach: in good faith and within authority, (1)(i)"
        INADVERTENT = "inadvertent", "No breach: between two authorized people, (1)(ii)"
        NOT_RETAINED = "not_retained", "No breach: it could not have been retained, (1)(iii)"
        SECURED = "secured", "No notice: what was exposed was secured"

    class Risk(models.TextChoices):
        """What a factor says about the probability of compromise."""

        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    class Whom(models.TextChoices):
        """Whose data is reasonably believed to have been accessed (164.404(a)(1))."""

        SEEN = "seen", "Whose data was seen"
        ALL = "all", "All whose data could have been seen"

    class As(models.TextChoices):
        """In which part the organization has the data."""

        COVERED = "covered", "Covered entity: we tell the people"
        ASSOCIATE = "associate", "Business associate: we tell the covered entity"

    class State(models.TextChoices):
        """Whether a second person has signed it."""

        WAITING = "waiting", "Waits for a second person"
        SIGNED = "signed", "Signed"
        RETURNED = "returned", "Returned"

    sealed_for = None

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    exposure = models.ForeignKey(
        Exposure, null=True, on_delete=models.PROTECT, related_name="assessments"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    nature = SecretTextField()
    nature_risk = models.CharField(max_length=8, choices=Risk.choices)
    recipient = SecretTextField()
    recipient_risk = models.CharField(max_length=8, choices=Risk.choices)
    viewed = SecretTextField()
    viewed_risk = models.CharField(max_length=8, choices=Risk.choices)
    mitigation = SecretTextField()
    mitigation_risk = models.CharField(max_length=8, choices=Risk.choices)
    reasons = SecretTextField()
    whom = models.CharField(max_length=8, choices=Whom.choices, default=Whom.ALL)
    acting_as = models.CharField(max_length=12, choices=As.choices, default=As.COVERED)
    europe = models.BooleanField(default=False)
    high_risk = models.BooleanField(default=False)
    consequences = SecretTextField(null=True)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = SecretTextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "number"], name="incidents_assessment_number"
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(state="waiting"),
                name="incidents_assessment_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | (
                    ~Q(state="waiting")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("written_by"))
                ),
                name="incidents_assessment_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.number} of {self.incident_id}"

    @property
    def is_breach(self) -> bool:
        """Whether people must be told."""
        return self.outcome == self.Outcome.BREACH


class Clock(models.Model):
    """Who sees to one notice that the law or a promise asks for, and whether it was given.

    When it is due is computed from the incident, the assessment and the delays, never stored.
    ``told_at``: when people were told that it runs out; ``told_late``: that it has.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=24)
    owner_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField(db_default=Now())
    met_at = models.DateTimeField(null=True)
    met_by = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)
    told_late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "name"], name="incidents_clock_once"),
            models.CheckConstraint(
                condition=Q(met_at=None, met_by=None)
                | Q(met_at__isnull=False, met_by__isnull=False),
                name="incidents_clock_met_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id"], condition=Q(met_at=None), name="incidents_clock_runs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.incident_id}"


class Delay(SealedModel):
    """What a law-enforcement official stated (45 CFR 164.412): who, when, and until when.

    In writing: for the time that it specifies. Orally: 30 days from the statement at most.
    """

    class Form(models.TextChoices):
        """How it was stated."""

        ORAL = "oral", "Orally"
        WRITTEN = "written", "In writing"

    sealed_for = None

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="delays")
    form = models.CharField(max_length=8, choices=Form.choices)
    official = SecretTextField()
    statement = SecretTextField()
    stated_on = models.DateField()
    until = models.DateField(help_text="The last day on which nobody is told.")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gte=F("stated_on")), name="incidents_delay_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"delay of {self.incident_id} until {self.until}"
