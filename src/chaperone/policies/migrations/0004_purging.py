from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0003_standing"),
        ("retention", "0002_purging"),
    ]
    operations = [
        migrations.RunSQL(
            statements("chaperone.policies", "purging.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
