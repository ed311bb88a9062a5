from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("ledger", "0021_prune_statements")]
    operations = [migrations.RunSQL(statements("chaperone.ledger", "epochs.sql"))]
