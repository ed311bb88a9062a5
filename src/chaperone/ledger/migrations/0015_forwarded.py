from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_mirrors")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.ledger", "forwarded.sql"), "drop table ledger_forwarded"
        ),
    ]
