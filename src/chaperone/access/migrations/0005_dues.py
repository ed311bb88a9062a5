from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("access", "0004_clearances")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.access", "dues.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
