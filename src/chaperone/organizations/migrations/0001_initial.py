from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.organizations.models
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True
    dependencies = [("vault", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Organization",
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
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(unique=True)),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64,
                        validators=[chaperone.organizations.models.validate_time_zone],
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RunSQL(
            statements("chaperone.organizations", "organization.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
