from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField()),
                (
                    "purpose",
                    models.CharField(
                        max_length=16,
                        choices=[
                            ("organization", "wraps the organization's other keys"),
                            ("member", "seals one member's values"),
                            ("shared", "seals values of the organization that belong to no member"),
                            ("secret", "seals secrets that the server needs for its own use"),
                            ("ledger", "seals the entries of the ledger"),
                            ("index", "keys the blind indexes"),
                        ],
                    ),
                ),
                ("member_id", models.UUIDField(null=True)),
                ("wrapped", models.BinaryField()),
                ("wrapped_by", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "purpose", "member_id"),
                        nulls_distinct=False,
                        name="vault_key_one_per_purpose",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.vault", "key.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
