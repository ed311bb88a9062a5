import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailing",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits"),
                            ("made", "Made"),
                            ("failed", "Could not be made"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("letters", models.PositiveIntegerField()),
                ("made", models.PositiveIntegerField(default=0)),
                ("asked_by", models.UUIDField()),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Exposure",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("account", "A colleague's account"),
                            ("session", "One sign-in"),
                            ("address", "A network address"),
                            ("vendor", "A vendor"),
                            ("key", "A key"),
                            ("device", "A device"),
                            ("span", "Everything in a time"),
                        ],
                        max_length=8,
                    ),
                ),
                ("subject", chaperone.vault.fields.SecretTextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("members", models.PositiveIntegerField()),
                ("seen", models.PositiveIntegerField()),
                ("entries", models.PositiveBigIntegerField()),
                ("unsealed", models.BooleanField()),
                ("ground", models.CharField(max_length=1000)),
                ("by_element", models.JSONField()),
                ("by_state", models.JSONField()),
                ("lines", chaperone.vault.fields.SecretTextField()),
                ("digest", models.CharField(max_length=64)),
                ("seconds", models.FloatField()),
                ("frozen_by", models.UUIDField()),
                (
                    "frozen_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exposures",
                        to="incidents.incident",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assessment",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("breach", "A breach: people are told"),
                            ("low", "No breach: a low probability of compromise is demonstrated"),
                            ("good_faith", "No breach: in good faith and within authority, (1)(i)"),
                            ("inadvertent", "No breach: between two authorized people, (1)(ii)"),
                            (
                                "not_retained",
                                "No breach: it could not have been retained, (1)(iii)",
                            ),
                            ("secured", "No notice: what was exposed was secured"),
                        ],
                        max_length=12,
                    ),
                ),
                ("nature", chaperone.vault.fields.SecretTextField()),
                (
                    "nature_risk",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        max_length=8,
                    ),
                ),
                ("recipient", chaperone.vault.fields.SecretTextField()),
                (
                    "recipient_risk",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        max_length=8,
                    ),
                ),
                ("viewed", chaperone.vault.fields.SecretTextField()),
                (
                    "viewed_risk",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        max_length=8,
                    ),
                ),
                ("mitigation", chaperone.vault.fields.SecretTextField()),
                (
                    "mitigation_risk",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        max_length=8,
                    ),
                ),
                ("reasons", chaperone.vault.fields.SecretTextField()),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("seen", "Whose data was seen"),
                            ("all", "All whose data could have been seen"),
                        ],
                        default="all",
                        max_length=8,
                    ),
                ),
                (
                    "acting_as",
                    models.CharField(
                        choices=[
                            ("covered", "Covered entity: we tell the people"),
                            ("associate", "Business associate: we tell the covered entity"),
                        ],
                        default="covered",
                        max_length=12,
                    ),
                ),
                ("europe", models.BooleanField(default=False)),
                ("high_risk", models.BooleanField(default=False)),
                ("consequences", chaperone.vault.fields.SecretTextField(null=True)),
                ("written_by", models.UUIDField()),
                (
                    "written_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second person"),
                            ("signed", "Signed"),
                            ("returned", "Returned"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", chaperone.vault.fields.SecretTextField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="incidents.incident",
                    ),
                ),
                (
                    "exposure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="incidents.exposure",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailingPiece",
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
                ("number", models.PositiveIntegerField()),
                ("content", chaperone.vault.fields.SealedBinaryField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="incidents.mailing",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("number", models.PositiveSmallIntegerField()),
                ("happened_en", chaperone.vault.fields.SecretTextField(null=True)),
                ("happened_es", chaperone.vault.fields.SecretTextField(null=True)),
                ("involved_en", chaperone.vault.fields.SecretTextField(null=True)),
                ("involved_es", chaperone.vault.fields.SecretTextField(null=True)),
                ("protect_en", chaperone.vault.fields.SecretTextField(null=True)),
                ("protect_es", chaperone.vault.fields.SecretTextField(null=True)),
                ("doing_en", chaperone.vault.fields.SecretTextField(null=True)),
                ("doing_es", chaperone.vault.fields.SecretTextField(null=True)),
                (
                    "happened_on",
                    models.CharField(blank=True, help_text="Empty: not known.", max_length=80),
                ),
                ("discovered_on", models.DateField()),
                ("telephone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("website", models.URLField(blank=True)),
                ("postal", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("replaced", "Replaced"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("written_by", models.UUIDField()),
                (
                    "written_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("posted_on", models.DateField(null=True)),
                ("posted_until", models.DateField(null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="incidents.assessment",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="incidents.incident",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="mailing",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mailings",
                to="incidents.notice",
            ),
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("member_id", models.UUIDField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("letter", "Letter"),
                            ("text", "Text message"),
                            ("substitute", "Public page instead"),
                        ],
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not sent yet"),
                            ("sending", "Being sent"),
                            ("printed", "Printed"),
                            ("sent", "Sent"),
                            ("delivered", "Reached them"),
                            ("returned", "Came back"),
                            ("stopped", "Not sent: they said STOP"),
                            ("failed", "Did not go out"),
                            ("gone", "Their data was destroyed before"),
                            ("unaddressed", "No address on record"),
                            ("posted", "On the public page"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("changed_by", models.UUIDField(null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="incidents.notice",
                    ),
                ),
            ],
            options={
                "db_table": "incidents_delivery",
            },
        ),
        migrations.CreateModel(
            name="Clock",
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
                ("name", models.CharField(max_length=24)),
                ("owner_id", models.UUIDField(null=True)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("met_at", models.DateTimeField(null=True)),
                ("met_by", models.UUIDField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("told_late", models.BooleanField(default=False)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("met_at", None)),
                        fields=["organization_id"],
                        name="incidents_clock_runs",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "name"), name="incidents_clock_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("met_at", None), ("met_by", None)),
                            models.Q(("met_at__isnull", False), ("met_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="incidents_clock_met_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delay",
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
                (
                    "form",
                    models.CharField(
                        choices=[("oral", "Orally"), ("written", "In writing")], max_length=8
                    ),
                ),
                ("official", chaperone.vault.fields.SecretTextField()),
                ("statement", chaperone.vault.fields.SecretTextField()),
                ("stated_on", models.DateField()),
                ("until", models.DateField(help_text="The last day on which nobody is told.")),
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delays",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("stated_on"))),
                        name="incidents_delay_lasts",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="exposure",
            constraint=models.UniqueConstraint(
                fields=("incident", "number"), name="incidents_exposure_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("incident", "number"), name="incidents_assessment_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("incident",),
                name="incidents_assessment_one_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "waiting")),
                    models.Q(
                        models.Q(("state", "waiting"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("written_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="incidents_assessment_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailingpiece",
            constraint=models.UniqueConstraint(
                fields=("file", "number"), name="incidents_mailingpiece_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("incident", "number"), name="incidents_notice_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="incidents_notice_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="incidents_notice_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posted_on", None), ("posted_until", None)),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("posted_on__isnull", False),
                        ("posted_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="incidents_notice_posted_when_approved",
            ),
        ),
        migrations.AddIndex(
            model_name="mailing",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["organization_id"],
                name="incidents_mailing_waits",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["notice", "way", "state", "id"], name="incidents_delivery_state"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["organization_id", "member_id"], name="incidents_delivery_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("notice", "member_id", "way"), name="incidents_delivery_once"
            ),
        ),
        migrations.RunSQL(statements("chaperone.incidents", "breach.sql")),
    ]
