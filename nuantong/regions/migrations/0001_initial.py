import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="区划代码")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "市"), (2, "区县"), (3, "乡镇（街道）"), (4, "村（社区）")]
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^\\d{12}$")),
                        name="region_code_has_12_digits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "ancestors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="from the city to the region itself",
                        size=None,
                    ),
                ),
                (
                    "former",
                    models.BooleanField(
                        default=False, help_text="a code no longer in use, kept below its successor"
                    ),
                ),
                ("area_group", models.CharField(blank=True, default="", max_length=8)),
                ("tile_row", models.PositiveSmallIntegerField(null=True)),
                ("tile_col", models.PositiveSmallIntegerField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["ancestors"], name="regionversion_ancestors"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "valid_from"), name="regionversion_one_per_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="regionversion_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="单位名称")),
                ("short_name", models.CharField(max_length=30, verbose_name="简称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("federation", "妇联"),
                            ("zone", "功能区"),
                            ("service", "社会组织"),
                            ("partner", "协作部门"),
                            ("institution", "儿童福利机构"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="regions.organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="regions.region"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "region"), name="organisationarea_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PinLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("file_name", models.CharField(max_length=120, verbose_name="文件")),
                ("source", models.CharField(max_length=60, verbose_name="来源")),
                ("rows", models.JSONField(default=list)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=60, verbose_name="上传人")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="写入时间")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at", None), ("applied_at__isnull", False), _connector="OR"
                        ),
                        name="pinload_undone_after_applied",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(decimal_places=6, max_digits=9, verbose_name="经度"),
                ),
                (
                    "latitude",
                    models.DecimalField(decimal_places=6, max_digits=8, verbose_name="纬度"),
                ),
                ("source", models.CharField(max_length=60, verbose_name="来源")),
                (
                    "set_by",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="登记人"),
                ),
                ("set_at", models.DateTimeField(verbose_name="登记时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                (
                    "ended_by",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="停用人"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pins",
                        to="regions.region",
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pins",
                        to="regions.pinload",
                    ),
                ),
            ],
            options={
                "ordering": ["-set_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("region",),
                        name="pin_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("latitude__range", (3, 54)), ("longitude__range", (73, 136))
                        ),
                        name="pin_lies_in_china",
                    ),
                ],
            },
        ),
    ]
