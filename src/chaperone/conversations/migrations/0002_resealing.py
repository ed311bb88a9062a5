from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.conversations", "resealing.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
