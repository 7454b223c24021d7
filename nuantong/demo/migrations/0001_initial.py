from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DemoMark",
            fields=[
                ("only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("seed", models.PositiveIntegerField()),
                ("children", models.PositiveIntegerField()),
                ("built_at", models.DateTimeField()),
                ("seconds", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("only", True)), name="demomark_is_one_row"
                    )
                ],
            },
        ),
    ]
