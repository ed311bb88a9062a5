from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("ledger", "0030_epochs")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.ledger", "watching.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
