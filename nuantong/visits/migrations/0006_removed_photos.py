"""What the page of a visit says of photos that were kept long enough."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0005_photos_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="RemovedPhotos",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveSmallIntegerField()),
                ("on", models.DateField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removed_photos",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)), name="removedphotos_some"
                    )
                ],
            },
        ),
    ]
