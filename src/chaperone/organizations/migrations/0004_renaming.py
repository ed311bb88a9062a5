from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_platform")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.organizations", "renaming.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
