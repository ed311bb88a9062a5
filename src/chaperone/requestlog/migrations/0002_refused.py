from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("requestlog", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            statements("chaperone.requestlog", "refused.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
