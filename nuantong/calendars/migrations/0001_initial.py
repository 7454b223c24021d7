import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_extensions"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(blank=True, default="", max_length=16, verbose_name="学段"),
                ),
                ("key", models.CharField(max_length=12, verbose_name="学期")),
                ("starts", models.DateField(verbose_name="开学")),
                ("ends", models.DateField(verbose_name="放假")),
                (
                    "ended_by",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="停用人"),
                ),
                ("ended_on", models.DateField(null=True, verbose_name="停用日期")),
                (
                    "entered_by",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="登记人"),
                ),
                ("entered_on", models.DateField(null=True, verbose_name="登记日期")),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="依据"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="区县",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "stage", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("region", "stage", "key"),
                        name="schoolterm_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="schoolterm_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^\\d{4}-\\d{4}-T\\d$")),
                        name="schoolterm_key_is_read",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="FestivalDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "festival",
                    models.CharField(
                        choices=[
                            ("new_year", "元旦"),
                            ("spring", "春节"),
                            ("lantern", "元宵"),
                            ("tomb_sweeping", "清明"),
                            ("labour", "劳动节"),
                            ("dragon_boat", "端午"),
                            ("children", "六一"),
                            ("mid_autumn", "中秋"),
                            ("national", "国庆"),
                            ("double_ninth", "重阳"),
                            ("birthday", "孩子生日"),
                        ],
                        max_length=16,
                        verbose_name="节日",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "festival"), name="festivalday_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "festival",
                    models.CharField(
                        choices=[
                            ("new_year", "元旦"),
                            ("spring", "春节"),
                            ("lantern", "元宵"),
                            ("tomb_sweeping", "清明"),
                            ("labour", "劳动节"),
                            ("dragon_boat", "端午"),
                            ("children", "六一"),
                            ("mid_autumn", "中秋"),
                            ("national", "国庆"),
                            ("double_ninth", "重阳"),
                            ("birthday", "孩子生日"),
                        ],
                        max_length=16,
                        verbose_name="节日",
                    ),
                ),
                (
                    "ended_by",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="停用人"),
                ),
                ("ended_on", models.DateField(null=True, verbose_name="停用日期")),
                (
                    "entered_by",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="登记人"),
                ),
                ("entered_on", models.DateField(null=True, verbose_name="登记日期")),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="依据"),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("day", "festival"),
                        name="holiday_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
            ],
        ),
    ]
