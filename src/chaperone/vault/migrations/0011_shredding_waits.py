from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_resealing"), ("vault", "0010_shredding")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.vault", "shredding_waits.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
