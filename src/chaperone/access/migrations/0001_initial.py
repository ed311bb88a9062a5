import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Grant",
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
                ("role", models.CharField(max_length=32)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("organization", "the whole organization"),
                            ("care_team", "one care team"),
                        ],
                        max_length=16,
                    ),
                ),
                ("care_team_id", models.UUIDField(null=True)),
                (
                    "starts_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("ends_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(max_length=500)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
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
                    models.Index(fields=["user", "organization"], name="access_grant_user")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("care_team_id", None), ("scope", "organization"))
                        | models.Q(("care_team_id__isnull", False), ("scope", "care_team")),
                        name="access_grant_scope_names_its_care_team",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.access", "grant.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
