"""Alerts of suspicious activity, the entries behind them, and how far the record was looked at."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id
from chaperone.vault.fields import SecretTextField
from chaperone.vault.models import SealedModel


class Severity(models.TextChoices):
    """How much it matters if it is what it looks like."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    CRITICAL = "critical", "Critical"


class Verdict(models.TextChoices):
    """What somebody found who looked into an alert."""

    NONE = "", "Not judged"
    CONFIRMED = "confirmed", "What it looks like"
    POLICY_BREACH = "policy_breach", "Against the rules, without harm"
    LEGITIMATE = "legitimate", "Legitimate"
    FALSE_ALARM = "false_alarm", "False alarm"


class Alert(SealedModel):
    """What a rule found in one window of time (45 CFR 164.308(a)(1)(ii)(D)).

    One of a rule, actor, member, subject and window: looked at again, in the stream or in history,
    the same rows give the same alert. ``subject_id``: what else it is about, such as a network
    address, by an id derived from it. ``explained_by``: the care reason, empty where there is none.
    ``features``: what it has in common with others of its rule, by which verdicts are counted.
    ``figures``: counts only. ``told_severity``, ``told_score``, ``told_entries``: as it was when
    people were last told of it.
    """

    sealed_for = None

    class State(models.TextChoices):
        NEW = "new", "New"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        ASSIGNED = "assigned", "Assigned"
        CLOSED = "closed", "Closed"

    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    score = models.FloatField(help_text="0 to 1: how likely it is worth a look.")
    features = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    window_start = models.DateTimeField()
    first_entry_id = models.UUIDField()
    last_entry_id = models.UUIDField()
    entries = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    raised_at = models.DateTimeField(db_default=Now())
    explained_by = models.CharField(max_length=40, blank=True, default="")
    figures = models.JSONField(default=dict)
    told_severity = models.CharField(
        max_length=8, choices=Severity.choices, blank=True, default="", db_default=""
    )
    told_score = models.FloatField(null=True)
    told_entries = models.PositiveIntegerField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    assigned_to = models.UUIDField(null=True)
    verdict = models.CharField(
        max_length=16, choices=Verdict.choices, blank=True, default=Verdict.NONE
    )
    # Somebody may name a member in it.
    verdict_reason = SecretTextField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "organization_id",
                    "rule",
                    "actor_kind",
                    "actor_id",
                    "member_id",
                    "subject_id",
                    "window_start",
                ],
                nulls_distinct=False,
                name="detection_alert_once",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="detection_alert_score"
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(closed_at__isnull=False))
                | (~Q(state="closed") & Q(closed_at=None, verdict="")),
                name="detection_alert_closed_with_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "-score", "-id"],
                condition=~Q(state="closed"),
                name="detection_alert_open",
            ),
            models.Index(fields=["organization_id", "-id"], name="detection_alert_latest"),
            models.Index(
                fields=["organization_id", "actor_id", "-id"], name="detection_alert_actor"
            ),
            models.Index(
                fields=["organization_id", "rule", "features", "verdict"],
                condition=~Q(verdict=""),
                name="detection_alert_judged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.id}"


class AlertEntry(models.Model):
    """An entry of the ledger that an alert stands on; of many, the first and the newest."""

    pk = models.CompositePrimaryKey("alert_id", "entry_id")
    organization_id = models.UUIDField(editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="behind")
    entry_id = models.UUIDField()

    class Meta:
        db_table = "detection_alert_entry"

    def __str__(self) -> str:
        return f"entry {self.entry_id} behind {self.alert_id}"


class Cursor(models.Model):
    """Up to which place of the tree the entries of an organization, and those of the platform that
    concern it, were looked at. ``caught_up_at``: when nothing was left to look at.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    next_leaf = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(db_default=Now())
    caught_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id"], name="detection_cursor_one"),
        ]

    def __str__(self) -> str:
        return f"looked at up to leaf {self.next_leaf}"
