from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("ledger", "0035_watching")]
    operations = [migrations.RunSQL(statements("chaperone.ledger", "origins.sql"))]
