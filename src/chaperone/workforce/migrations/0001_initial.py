import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0004_clearances"),
        ("registers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
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
                ("position", models.CharField(blank=True, default="", max_length=100)),
                (
                    "supervisor_id",
                    models.UUIDField(help_text="The user they report to.", null=True),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "recorded_by",
                    models.UUIDField(help_text="Empty where a program did.", null=True),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Confidential",
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
                ("kind", chaperone.vault.fields.SecretTextField()),
                ("what", chaperone.vault.fields.SecretTextField()),
                ("happened_on", models.DateField()),
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("retired_at", models.DateTimeField(null=True)),
                ("retired_by", models.UUIDField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Checklist",
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
                    "kind",
                    models.CharField(
                        choices=[("onboarding", "Onboarding"), ("termination", "Termination")],
                        max_length=16,
                    ),
                ),
                ("begun_by", models.UUIDField(null=True)),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklists",
                        to="workforce.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
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
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("until", models.DateField()),
                (
                    "signed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "user", "-id"], name="workforce_agreement_latest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
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
                ("key", models.CharField(max_length=32)),
                ("number", models.PositiveSmallIntegerField()),
                ("owner_id", models.UUIDField(null=True)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.UUIDField(null=True)),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="workforce.checklist",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["organization_id", "due_on"],
                        name="workforce_line_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("checklist", "key"), name="workforce_line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Official",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("security", "Security official"),
                            ("privacy", "Privacy official"),
                        ],
                        max_length=8,
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("since", models.DateField()),
                ("designated_by", models.UUIDField(null=True)),
                (
                    "designated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "kind", "-id"], name="workforce_official_latest"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                fields=("organization_id", "user"), name="workforce_person_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                ),
                name="workforce_person_lasts",
            ),
        ),
        migrations.AddIndex(
            model_name="confidential",
            index=models.Index(
                fields=["organization_id", "person", "-id"], name="workforce_confidential_latest"
            ),
        ),
        migrations.AddIndex(
            model_name="checklist",
            index=models.Index(
                fields=["organization_id", "person", "-id"], name="workforce_checklist_latest"
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.workforce", "security.sql"), reverse_sql=migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            statements("chaperone.workforce", "people_before.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
