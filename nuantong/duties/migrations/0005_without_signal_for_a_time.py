"""A village has no signal from a day on, till a day: what ended before and after is as usual."""

import datetime as dt

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from nuantong.access.models import span

FIRST = dt.date(2000, 1, 1)
"""Of the rows that had no day: as long as there are children in the register."""
ENDED = """
CREATE TRIGGER duties_village_judge_update AFTER UPDATE ON duties_villagewithoutsignal
  REFERENCING NEW TABLE AS concerned FOR EACH STATEMENT EXECUTE FUNCTION duties_judge_village();
"""
BACK = "DROP TRIGGER duties_village_judge_update ON duties_villagewithoutsignal;"


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_sums"), ("regions", "0001_initial")]
    operations = [
        migrations.AlterModelOptions(name="villagewithoutsignal", options={"ordering": ["since"]}),
        migrations.AlterField(
            model_name="villagewithoutsignal",
            name="place",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.AddField(
            model_name="villagewithoutsignal",
            name="since",
            field=models.DateField("从哪天起没有信号", default=FIRST),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="villagewithoutsignal",
            name="until",
            field=models.DateField("从哪天起有信号", null=True),
        ),
        migrations.AddConstraint(
            model_name="villagewithoutsignal",
            constraint=models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="villagewithoutsignal_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="villagewithoutsignal",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("place", django.contrib.postgres.fields.ranges.RangeOperators.EQUAL),
                    (
                        span("since", "until"),
                        django.contrib.postgres.fields.ranges.RangeOperators.OVERLAPS,
                    ),
                ],
                name="villagewithoutsignal_once_at_a_time",
            ),
        ),
        migrations.RunSQL(ENDED, BACK),
    ]
