"""Terms by district; rows of terms and holidays are ended, never altered; which years' holidays
were announced."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from nuantong.calendars.festivals import announced_years
from nuantong.calendars.seeding import ANNOUNCED_BY, FIRST_YEAR, LAST_YEAR
from nuantong.core.triggers import append_and_end


def name_the_announced(apps, schema_editor):
    years = announced_years(FIRST_YEAR, LAST_YEAR)
    holidays = apps.get_model("calendars", "Holiday").objects.filter(day__year__in=years)
    holidays.update(entered_by=ANNOUNCED_BY)


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0002_revision_and_seed"),
        ("regions", "0003_pins"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="schoolterm",
            options={"ordering": ["starts", "stage", "pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="holiday",
            name="holiday_once",
        ),
        migrations.RemoveConstraint(
            model_name="schoolterm",
            name="schoolterm_once",
        ),
        migrations.RemoveConstraint(
            model_name="schoolterm",
            name="schoolterm_one_at_a_time",
        ),
        migrations.AddField(
            model_name="holiday",
            name="ended_by",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="停用人"),
        ),
        migrations.AddField(
            model_name="holiday",
            name="ended_on",
            field=models.DateField(null=True, verbose_name="停用日期"),
        ),
        migrations.AddField(
            model_name="holiday",
            name="entered_by",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="登记人"),
        ),
        migrations.AddField(
            model_name="holiday",
            name="entered_on",
            field=models.DateField(null=True, verbose_name="登记日期"),
        ),
        migrations.AddField(
            model_name="holiday",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="依据"),
        ),
        migrations.AddField(
            model_name="schoolterm",
            name="ended_by",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="停用人"),
        ),
        migrations.AddField(
            model_name="schoolterm",
            name="ended_on",
            field=models.DateField(null=True, verbose_name="停用日期"),
        ),
        migrations.AddField(
            model_name="schoolterm",
            name="entered_by",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="登记人"),
        ),
        migrations.AddField(
            model_name="schoolterm",
            name="entered_on",
            field=models.DateField(null=True, verbose_name="登记日期"),
        ),
        migrations.AddField(
            model_name="schoolterm",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="依据"),
        ),
        migrations.AddField(
            model_name="schoolterm",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
                verbose_name="区县",
            ),
        ),
        migrations.AddConstraint(
            model_name="holiday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("day", "festival"),
                name="holiday_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("region", "stage", "key"),
                name="schoolterm_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolterm",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("ended_on", None)),
                expressions=[
                    (django.db.models.functions.comparison.Coalesce("region", 0), "="),
                    ("stage", "="),
                    (
                        models.Func(
                            models.F("starts"),
                            models.F("ends"),
                            models.Value("[)"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="schoolterm_one_at_a_time",
                violation_error_message="同一学段的学期不能重叠，请核对起止日期。",
            ),
        ),
        migrations.RunPython(name_the_announced, migrations.RunPython.noop),
        append_and_end("calendars_schoolterm", "ended_on", "ended_by"),
        append_and_end("calendars_holiday", "ended_on", "ended_by"),
    ]
