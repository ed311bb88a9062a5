import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Destruction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                ("member_id", models.UUIDField(editable=False)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("member", "The member asked for it"),
                            ("expired", "The time for which it must be kept is over"),
                            ("order", "A court or an authority ordered it"),
                            ("mistake", "They were enrolled by mistake or twice"),
                            (
                                "contract",
                                "The contract with the customer ended (45 CFR 164.504(e)(2)(ii)(J))",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                ("file_number", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for approval"),
                            ("withdrawn", "Taken back"),
                            ("refused", "Refused"),
                            ("approved", "Approved, about to be carried out"),
                            ("done", "Destroyed"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("asked_by", models.UUIDField()),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("written_anew_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "-id"], name="retention_destruction_list"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state", "approved"),
                            models.Q(("state", "done"), ("written_anew_at", None)),
                            _connector="OR",
                        ),
                        fields=["organization_id"],
                        name="retention_destruction_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "approved", "done"])),
                        fields=("organization_id", "member_id"),
                        name="retention_destruction_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "withdrawn", "refused"]),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="retention_destruction_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                ("member_id", models.UUIDField(editable=False)),
                ("made_at", models.DateTimeField()),
                (
                    "content",
                    models.TextField(
                        help_text="Canonical JSON: what the ledger's entry has the hash of."
                    ),
                ),
                ("entry_id", models.UUIDField(help_text="The ledger's entry.")),
                (
                    "destruction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="retention.destruction",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "member_id"), name="retention_certificate_member"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.retention", "security.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
