from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("risks", "0010_governance"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="risk",
            name="risks_risk_inherent",
        ),
        migrations.RemoveConstraint(
            model_name="risk",
            name="risks_risk_residual",
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("inherent_impact", None),
                        ("inherent_level", None),
                        ("inherent_likelihood", None),
                    ),
                    models.Q(
                        ("inherent_impact__isnull", False),
                        ("inherent_level__isnull", False),
                        ("inherent_likelihood__isnull", False),
                        ("inherent_impact__range", (1, 5)),
                        ("inherent_level__range", (1, 5)),
                        ("inherent_likelihood__range", (1, 5)),
                    ),
                    _connector="OR",
                ),
                name="risks_risk_inherent",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("residual_impact", None),
                        ("residual_level", None),
                        ("residual_likelihood", None),
                    ),
                    models.Q(
                        ("residual_impact__isnull", False),
                        ("residual_level__isnull", False),
                        ("residual_likelihood__isnull", False),
                        ("residual_impact__range", (1, 5)),
                        ("residual_level__range", (1, 5)),
                        ("residual_likelihood__range", (1, 5)),
                    ),
                    _connector="OR",
                ),
                name="risks_risk_residual",
            ),
        ),
    ]
