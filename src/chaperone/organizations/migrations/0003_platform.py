from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_settings")]
    operations = [
        migrations.AddField(
            model_name="organization",
            name="is_platform",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                condition=models.Q(is_platform=True),
                fields=("is_platform",),
                name="organizations_organization_one_platform",
            ),
        ),
    ]
