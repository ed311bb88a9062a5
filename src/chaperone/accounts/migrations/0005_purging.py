from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_reseal_factor"),
        ("retention", "0002_purging"),
    ]
    operations = [
        migrations.RunSQL(
            statements("chaperone.accounts", "purging.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
