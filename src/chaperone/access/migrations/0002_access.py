import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import chaperone.access.sealing
import chaperone.database.identifiers
import chaperone.vault.fields
from chaperone.database.sql import statements


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("organizations", "0003_platform"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Emergency",
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
                ("reason", chaperone.vault.fields.SecretTextField()),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("ends_at", models.DateTimeField()),
                ("review_due_at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "To be reviewed"),
                            ("justified", "Justified"),
                            ("not_justified", "Not justified"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("note", chaperone.vault.fields.SecretTextField(null=True)),
                ("reviewed_by", models.UUIDField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OwnRole",
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
                ("name", models.SlugField(max_length=32)),
                ("definition", models.JSONField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("changed_by", models.UUIDField()),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Request",
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
                ("home_id", models.UUIDField()),
                ("requested_by", models.UUIDField()),
                ("role", models.CharField(blank=True, default="", max_length=32)),
                ("element", models.CharField(blank=True, default="", max_length=32)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("organization", "the whole organization"),
                            ("care_team", "one care team"),
                            ("member", "one member"),
                        ],
                        max_length=16,
                    ),
                ),
                ("care_team_id", models.UUIDField(null=True)),
                ("member_id", models.UUIDField(null=True)),
                ("reason", chaperone.access.sealing.PlatformTextField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "requested_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("home_officer_id", models.UUIDField(null=True)),
                ("home_decided_at", models.DateTimeField(null=True)),
                ("home_note", chaperone.access.sealing.PlatformTextField(null=True)),
                ("officer_id", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", chaperone.access.sealing.PlatformTextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Review",
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
                ("begun_by", models.UUIDField()),
                (
                    "begun_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("due_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReviewItem",
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
                ("holder_id", models.UUIDField()),
                ("reviewer_id", models.UUIDField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("", "Undecided"), ("keep", "Keep"), ("end", "End")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="grant",
            name="access_grant_scope_names_its_care_team",
        ),
        migrations.AddField(
            model_name="grant",
            name="element",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="grant",
            name="end_reason",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="grant",
            name="ended_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="grant",
            name="given_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="grant",
            name="member_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="grant",
            name="role",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AlterField(
            model_name="grant",
            name="scope",
            field=models.CharField(
                choices=[
                    ("organization", "the whole organization"),
                    ("care_team", "one care team"),
                    ("member", "one member"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="emergency",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="emergency",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="access.emergency",
            ),
        ),
        migrations.AddIndex(
            model_name="ownrole",
            index=models.Index(
                fields=["organization_id", "name", "-id"], name="access_ownrole_latest"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.request",
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["organization", "user"], name="access_grant_organization"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("care_team_id", None), ("member_id", None), ("scope", "organization")
                    ),
                    models.Q(
                        ("care_team_id__isnull", False), ("member_id", None), ("scope", "care_team")
                    ),
                    models.Q(
                        ("care_team_id", None), ("member_id__isnull", False), ("scope", "member")
                    ),
                    _connector="OR",
                ),
                name="access_grant_scope_names_its_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", ""), models.Q(("element", ""), _negated=True)),
                    models.Q(("element", ""), models.Q(("role", ""), _negated=True)),
                    _connector="OR",
                ),
                name="access_grant_role_or_element",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_by", None),
                    models.Q(("given_by", models.F("user_id")), _negated=True),
                    ("emergency__isnull", False),
                    _connector="OR",
                ),
                name="access_grant_not_to_oneself",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["organization_id", "-id"], name="access_review_latest"),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="grant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.grant"
            ),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="access.review",
            ),
        ),
        migrations.AddIndex(
            model_name="emergency",
            index=models.Index(fields=["organization_id", "-id"], name="access_emergency_latest"),
        ),
        migrations.AddConstraint(
            model_name="emergency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by", None),
                    models.Q(("reviewed_by", models.F("user_id")), _negated=True),
                    _connector="OR",
                ),
                name="access_emergency_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at", None), ("reviewed_by", None), ("verdict", "")),
                    models.Q(
                        models.Q(("verdict", ""), _negated=True),
                        ("reviewed_at__isnull", False),
                        ("reviewed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="access_emergency_verdict_has_a_reviewer",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["organization_id", "state"], name="access_request_state"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["home_id", "state"], name="access_request_home"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("care_team_id", None), ("member_id", None), ("scope", "organization")
                    ),
                    models.Q(
                        ("care_team_id__isnull", False), ("member_id", None), ("scope", "care_team")
                    ),
                    models.Q(
                        ("care_team_id", None), ("member_id__isnull", False), ("scope", "member")
                    ),
                    _connector="OR",
                ),
                name="access_request_scope_names_its_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", ""), models.Q(("element", ""), _negated=True)),
                    models.Q(("element", ""), models.Q(("role", ""), _negated=True)),
                    _connector="OR",
                ),
                name="access_request_role_or_element",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("officer_id", None),
                    models.Q(
                        models.Q(("officer_id", models.F("user_id")), _negated=True),
                        models.Q(("officer_id", models.F("requested_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="access_request_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("home_officer_id", None),
                    models.Q(
                        models.Q(("home_officer_id", models.F("user_id")), _negated=True),
                        models.Q(("home_officer_id", models.F("requested_by")), _negated=True),
                        models.Q(
                            ("officer_id", None),
                            models.Q(("officer_id", models.F("home_officer_id")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="access_request_four_eyes_at_home",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(
                        ("officer_id__isnull", False),
                        models.Q(
                            ("home_id", models.F("organization_id")),
                            ("home_officer_id__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="access_request_approved_by_all",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewitem",
            index=models.Index(
                fields=["organization_id", "review"], name="access_reviewitem_review"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reviewer_id", None),
                        models.Q(("reviewer_id", models.F("holder_id")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("holder_id")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="access_reviewitem_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewitem",
            constraint=models.UniqueConstraint(
                fields=("review", "grant"), name="access_reviewitem_once"
            ),
        ),
        migrations.RunSQL(
            statements("chaperone.access", "tables.sql"), reverse_sql=migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            statements("chaperone.access", "enter.sql"), reverse_sql=migrations.RunSQL.noop
        ),
    ]
