from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0020_outbox_hold"),
        ("retention", "0002_purging"),
    ]
    operations = [
        migrations.RunSQL(
            statements("chaperone.conversations", "purging.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
