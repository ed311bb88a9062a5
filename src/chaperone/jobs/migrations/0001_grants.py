from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True
    dependencies = [("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.jobs", "grants.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
