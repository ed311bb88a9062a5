from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("ledger", "0020_search")]
    operations = [migrations.RunSQL(statements("chaperone.ledger", "prune_statements.sql"))]
