from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("access", "0002_access")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.access", "own_roles.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
