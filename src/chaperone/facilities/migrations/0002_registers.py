import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import chaperone.database.identifiers
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("facilities", "0001_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("number", models.CharField(max_length=64)),
                ("holder", models.UUIDField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("organization_id", "number"),
                        name="facilities_badge_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BadgeUse",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("badge", models.CharField(max_length=64)),
                ("door", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("result", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "badge"], name="facilities_badgeuse_badge"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "at", "badge", "door"),
                        name="facilities_badgeuse_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("laptop_ssd", "Laptop or desktop"),
                            ("phone", "Phone or tablet"),
                            ("hard_disk", "Hard disk or server"),
                            ("usb_card", "USB stick or memory card"),
                            ("tape", "Backup tape"),
                            ("optical", "CD or DVD"),
                            ("paper", "Paper"),
                            ("printer", "Printer, copier or scanner"),
                            ("network", "Router, switch or firewall"),
                            ("cloud_volume", "Cloud volume or bucket"),
                        ],
                        max_length=16,
                    ),
                ),
                ("serial", models.CharField(blank=True, max_length=64)),
                (
                    "owner",
                    models.UUIDField(
                        help_text="Who answers for it; empty where nobody does.", null=True
                    ),
                ),
                ("holds_ephi", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_use", "In use"),
                            ("stored", "Stored"),
                            ("lost", "Lost or stolen"),
                            ("disposed", "Disposed of"),
                        ],
                        default="in_use",
                        max_length=12,
                    ),
                ),
                ("disk_encrypted", models.BooleanField(null=True)),
                ("firewall_on", models.BooleanField(null=True)),
                ("checked_on", models.DateField(null=True)),
                ("check_due_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "check_due_on"], name="facilities_device_due"
                    ),
                    models.Index(
                        fields=["organization_id", "owner"], name="facilities_device_owner"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("serial", ""), _negated=True),
                        fields=("organization_id", "serial"),
                        name="facilities_device_serial",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeviceCheck",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "passed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), size=None
                    ),
                ),
                (
                    "failed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), size=None
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("checked_on", models.DateField()),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="facilities.device",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Site",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(max_length=300)),
                ("contact_name", models.CharField(max_length=120)),
                ("contact_phone", models.CharField(max_length=40)),
                (
                    "way_in",
                    models.CharField(
                        help_text="How people come in to restore data.", max_length=500
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("organization_id", "name"),
                        name="facilities_site_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disposal",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "aim",
                    models.CharField(
                        choices=[
                            ("disposal", "Disposal: it leaves us"),
                            ("reuse", "Re-use: it stays with us"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("clear", "Clear"), ("purge", "Purge"), ("destroy", "Destroy")],
                        max_length=12,
                    ),
                ),
                (
                    "how",
                    models.CharField(help_text="Tool and version, or the firm.", max_length=500),
                ),
                ("done_on", models.DateField()),
                ("confirmed_by", models.UUIDField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("entry_id", models.UUIDField(null=True)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to="facilities.device",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="facilities_disposal_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at", None),
                                ("confirmed_by", None),
                                ("entry_id", None),
                                ("number", ""),
                            ),
                            models.Q(
                                models.Q(("number", ""), _negated=True),
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("entry_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="facilities_disposal_certified",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("aim", "disposal"), ("method", "clear"), _negated=True),
                        name="facilities_disposal_not_cleared_only",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("organization_id", "number"),
                        name="facilities_disposal_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("taken_by", models.UUIDField()),
                ("origin", models.CharField(max_length=120)),
                ("destination", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=300)),
                ("left_at", models.DateTimeField()),
                ("due_on", models.DateField(help_text="Empty: it does not come back.", null=True)),
                ("held_ephi", models.BooleanField()),
                ("copy_place", models.CharField(blank=True, max_length=200)),
                (
                    "copy_verified",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hash", "By a hash of both (SHA-256)"),
                            ("count", "By counting the records of both"),
                            ("restored", "By restoring it, and opening what was restored"),
                        ],
                        max_length=12,
                    ),
                ),
                ("copy_proof", models.CharField(blank=True, max_length=200)),
                ("returned_at", models.DateTimeField(null=True)),
                ("return_note", models.CharField(blank=True, max_length=300)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="facilities.device",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "-left_at"], name="facilities_movement_latest"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_ephi", False),
                            models.Q(
                                ("copy_place", ""),
                                ("copy_verified", ""),
                                ("copy_proof", ""),
                                _connector="OR",
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="facilities_movement_copied_before",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at", None),
                            ("returned_at__gte", models.F("left_at")),
                            _connector="OR",
                        ),
                        name="facilities_movement_lasts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at", None)),
                        fields=("device",),
                        name="facilities_movement_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("reviewed_on", models.DateField(null=True)),
                ("review_due_on", models.DateField(null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="facilities.site",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "number"), name="facilities_plan_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_at", None),
                            models.Q(
                                ("review_due_on__isnull", False), ("signed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="facilities_plan_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Maintenance",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("lock", "Lock or key"),
                            ("door", "Door"),
                            ("wall", "Wall"),
                            ("hardware", "Hardware"),
                            ("window", "Window"),
                            ("alarm", "Alarm or camera"),
                        ],
                        max_length=12,
                    ),
                ),
                ("place", models.CharField(max_length=120)),
                ("what", models.CharField(max_length=500)),
                ("done_by", models.CharField(max_length=120)),
                ("done_on", models.DateField()),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="maintenance",
                        to="facilities.site",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "-done_on"], name="facilities_maintenance_on"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                ("recorded_by", models.UUIDField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("visitor", models.CharField(max_length=120)),
                ("company", models.CharField(blank=True, max_length=120)),
                ("purpose", models.CharField(max_length=200)),
                ("escort", models.UUIDField()),
                ("badge", models.CharField(blank=True, max_length=32)),
                ("arrived_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("signed_out_by", models.UUIDField(null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="facilities.site",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization_id", "-arrived_at"], name="facilities_visit_latest"
                    ),
                    models.Index(
                        condition=models.Q(("left_at", None)),
                        fields=["organization_id"],
                        name="facilities_visit_inside",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None),
                            ("left_at__gte", models.F("arrived_at")),
                            _connector="OR",
                        ),
                        name="facilities_visit_lasts",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            statements("chaperone.facilities", "registers.sql"),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
