import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0030_marks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
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
                ("language", chaperone.vault.fields.SealedTextField(null=True)),
                ("email", chaperone.vault.fields.SealedTextField(null=True)),
                ("electronic", models.BooleanField(default=False)),
                ("recorded_by", models.UUIDField(null=True)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="member",
            name="members_member_whole_or_destroyed",
        ),
        migrations.AddField(
            model_name="member",
            name="state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("AL", "Alabama"),
                    ("AK", "Alaska"),
                    ("AS", "American Samoa"),
                    ("AZ", "Arizona"),
                    ("AR", "Arkansas"),
                    ("CA", "California"),
                    ("CO", "Colorado"),
                    ("CT", "Connecticut"),
                    ("DE", "Delaware"),
                    ("DC", "District of Columbia"),
                    ("FL", "Florida"),
                    ("GA", "Georgia"),
                    ("GU", "Guam"),
                    ("HI", "Hawaii"),
                    ("ID", "Idaho"),
                    ("IL", "Illinois"),
                    ("IN", "Indiana"),
                    ("IA", "Iowa"),
                    ("KS", "Kansas"),
                    ("KY", "Kentucky"),
                    ("LA", "Louisiana"),
                    ("ME", "Maine"),
                    ("MD", "Maryland"),
                    ("MA", "Massachusetts"),
                    ("MI", "Michigan"),
                    ("MN", "Minnesota"),
                    ("MS", "Mississippi"),
                    ("MO", "Missouri"),
                    ("MT", "Montana"),
                    ("NE", "Nebraska"),
                    ("NV", "Nevada"),
                    ("NH", "New Hampshire"),
                    ("NJ", "New Jersey"),
                    ("NM", "New Mexico"),
                    ("NY", "New York"),
                    ("NC", "North Carolina"),
                    ("ND", "North Dakota"),
                    ("MP", "Northern Mariana Islands"),
                    ("OH", "Ohio"),
                    ("OK", "Oklahoma"),
                    ("OR", "Oregon"),
                    ("PA", "Pennsylvania"),
                    ("PR", "Puerto Rico"),
                    ("RI", "Rhode Island"),
                    ("SC", "South Carolina"),
                    ("SD", "South Dakota"),
                    ("TN", "Tennessee"),
                    ("TX", "Texas"),
                    ("UT", "Utah"),
                    ("VT", "Vermont"),
                    ("VI", "Virgin Islands"),
                    ("VA", "Virginia"),
                    ("WA", "Washington"),
                    ("WV", "West Virginia"),
                    ("WI", "Wisconsin"),
                    ("WY", "Wyoming"),
                ],
                db_default="",
                default="",
                max_length=2,
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("destroyed_at", None),
                        ("name__isnull", False),
                        ("phone__isnull", False),
                        ("phone_index__isnull", False),
                    ),
                    models.Q(
                        ("address__isnull", True),
                        ("area_index", None),
                        ("birth_date__isnull", True),
                        ("destroyed_at__isnull", False),
                        ("household_index", None),
                        ("name__isnull", True),
                        ("phone__isnull", True),
                        ("phone_index", None),
                        ("state", ""),
                        ("status", "ended"),
                        ("surname_index", None),
                        ("vip", False),
                    ),
                    _connector="OR",
                ),
                name="members_member_whole_or_destroyed",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.member"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["member", "-id"], name="members_contact_newest"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("electronic", False), ("email__isnull", False), _connector="OR"
                ),
                name="members_contact_agreed_to_an_address",
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.members", "contact.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
