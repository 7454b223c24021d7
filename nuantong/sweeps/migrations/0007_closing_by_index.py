"""What the closing sheet compares is answered by indexes alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_past_conditions"),
        ("regions", "0003_pins"),
        ("sweeps", "0006_thin_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="link",
            name="link_one_at_a_time",
        ),
        migrations.RemoveIndex(
            model_name="record",
            name="record_child",
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("child__isnull", False)),
                fields=["child", "source", "id"],
                name="record_of_child",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("record",),
                include=("child",),
                name="link_one_at_a_time",
                violation_error_message="这一行已经对应到另一名儿童。",
            ),
        ),
    ]
