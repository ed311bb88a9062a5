import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_own_roles"),
        ("organizations", "0004_renaming"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Hold",
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
                ("name", models.SlugField(max_length=32)),
                ("until", models.DateField()),
                ("why", models.CharField(max_length=200)),
                (
                    "held_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("given_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=200)),
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
                "db_table": "access_clearance",
                "indexes": [
                    models.Index(
                        fields=["user", "organization", "name", "-until"],
                        name="access_clearance_user",
                    ),
                    models.Index(
                        fields=["organization", "name", "-until"], name="access_clearance_name"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.access", "clearances.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
