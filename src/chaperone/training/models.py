"""Courses with versions, who must take them, each try, certificates, and short security notes."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.accounts.models import User
from chaperone.database.identifiers import new_id

_OPEN = Q(passed_at=None, ended_at=None)


class Course(models.Model):
    """A course of an organization (45 CFR 164.308(a)(5)(i)). ``for_roles``: ``*`` is everybody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    pass_percent = models.PositiveSmallIntegerField()
    renew_months = models.PositiveSmallIntegerField()
    for_roles = ArrayField(models.CharField(max_length=32))
    citations = ArrayField(models.CharField(max_length=40), default=list)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "slug"], name="training_course_once"
            ),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=50, pass_percent__lte=100),
                name="training_course_can_be_passed",
            ),
            models.CheckConstraint(
                condition=Q(renew_months__gte=1, renew_months__lte=36),
                name="training_course_is_renewed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """What a course says and asks. The latest is taken; earlier ones stay as they were taken.

    ``pages``: ``{"title", "text"}``, CommonMark; ``questions``: ``{"text", "choices", "answer",
    "why"}``, the answer counted from 0.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    pages = models.JSONField()
    questions = models.JSONField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="training_version_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Assignment(models.Model):
    """That somebody must take a course, until when. Passing closes it; so does leaving."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    assigned_at = models.DateTimeField(db_default=Now())
    passed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "user", "course"],
                condition=_OPEN,
                name="training_assignment_one_open",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "due_on", "id"],
                condition=_OPEN,
                name="training_assignment_due",
            ),
        ]

    def __str__(self) -> str:
        return f"assignment due {self.due_on}"

    def state_on(self, today: date) -> str:
        """``passed``, ``overdue`` or ``open``, for people."""
        if self.passed_at:
            return "passed"
        return "overdue" if self.due_on < today else "open"


class Attempt(models.Model):
    """One try: how far somebody has read, and what they answered. Finished, it stays so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="attempts")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField()
    begun_at = models.DateTimeField(db_default=Now())
    read_pages = models.PositiveSmallIntegerField(default=0)
    answers = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(finished_at=None),
                name="training_attempt_one_open",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, percent=None, passed=False)
                | Q(finished_at__isnull=False, percent__isnull=False),
                name="training_attempt_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.id}"


class Certificate(models.Model):
    """That somebody passed a version of a course, and until when that counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="certificate")
    percent = models.PositiveSmallIntegerField()
    passed_at = models.DateTimeField(db_default=Now())
    until = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "user", "course", "-until"],
                name="training_certificate_latest",
            ),
            models.Index(fields=["organization_id", "until"], name="training_certificate_ends"),
        ]

    def __str__(self) -> str:
        return f"certificate {self.id}"


class Note(models.Model):
    """A short security note as it went out (45 CFR 164.308(a)(5)(ii)(A))."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=500)
    sent_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "number"], name="training_note_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoteRead(models.Model):
    """That somebody has read a note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField()
    read_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "user_id"], name="training_noteread_once"),
        ]

    def __str__(self) -> str:
        return f"read {self.read_at}"
