from django.db import migrations

from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sign_in"), ("vault", "0003_resealing")]
    operations = [
        migrations.RunSQL(
            statements("chaperone.accounts", "reseal_factor.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
