from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_clock")]
    operations = [migrations.RunSQL(statements("chaperone.ledger", "pruning.sql"))]
