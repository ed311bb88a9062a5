from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("conversations", "0030_purging")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.conversations", "arriving.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
