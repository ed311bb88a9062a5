from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("members", "0005_pieces")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.members", "renewing.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
