from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0020_catalogues"),
        ("ledger", "0040_origins"),
    ]
    operations = [migrations.RunSQL(statements("chaperone.ledger", "stretch.sql"))]
