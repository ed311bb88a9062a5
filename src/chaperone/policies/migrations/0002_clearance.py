from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("access", "0004_clearances"), ("policies", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="version", name="policies_version_one_a_day"),
        migrations.RunSQL(
            statements("chaperone.policies", "same_day.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            statements("chaperone.policies", "clearance.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
