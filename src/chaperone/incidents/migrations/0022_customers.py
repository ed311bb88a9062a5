import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0021_emails"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                ("customer", chaperone.vault.fields.SecretTextField()),
                ("recipient", chaperone.vault.fields.SecretTextField()),
                ("way", chaperone.vault.fields.SecretTextField()),
                ("identified", models.BooleanField()),
                ("individuals", models.PositiveIntegerField()),
                ("sent_by", models.UUIDField()),
                (
                    "sent_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "db_table": "incidents_customernotice",
            },
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=chaperone.database.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.UUIDField(editable=False)),
                ("body", chaperone.vault.fields.SecretTextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits"),
                            ("queued", "In the outbox"),
                            ("stopped", "Not sent: they said STOP"),
                            ("gone", "Not sent: their data was destroyed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("message_id", models.UUIDField(null=True)),
                ("written_by", models.UUIDField()),
                (
                    "written_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "db_table": "incidents_reporttext",
            },
        ),
        migrations.AddField(
            model_name="mailing",
            name="incident",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mailings",
                to="incidents.incident",
            ),
        ),
        migrations.AddField(
            model_name="mailing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("letters", "Letters to members"),
                    ("customer_pdf", "Notice to the covered entity, PDF"),
                    ("customer_json", "Notice to the covered entity, JSON"),
                ],
                default="letters",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="mailing",
            name="notice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mailings",
                to="incidents.notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "letters"), ("notice__isnull", False)),
                    models.Q(
                        models.Q(("kind", "letters"), _negated=True), ("incident__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="incidents_mailing_of_something",
            ),
        ),
        migrations.AddField(
            model_name="customernotice",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="customer_notices",
                to="incidents.incident",
            ),
        ),
        migrations.AddField(
            model_name="customernotice",
            name="notice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="incidents.notice",
            ),
        ),
        migrations.AddField(
            model_name="reporttext",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="texts",
                to="incidents.report",
            ),
        ),
        migrations.AddIndex(
            model_name="reporttext",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["organization_id"],
                name="incidents_reporttext_waits",
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.incidents", "customers.sql"), reverse_sql=migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            statements("chaperone.incidents", "report_texts.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
