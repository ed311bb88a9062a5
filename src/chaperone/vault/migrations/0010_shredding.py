from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_resealing")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.vault", "shredding.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
