import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PoliceStation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="派出所")),
                ("phone", models.CharField(max_length=20, verbose_name="电话")),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="乡镇（街道）",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("region", "name"),
                        name="policestation_once_in_a_township",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                        ),
                        name="policestation_can_be_called",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DangerReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("reported_at", models.DateTimeField(verbose_name="报告时间")),
                (
                    "situation",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "私处有不正常的伤"),
                            (2, "不满14岁女孩疑被性侵、怀孕或流产"),
                            (3, "14岁以上女孩疑因性侵怀孕或流产"),
                            (4, "身上多处受伤、饿得很瘦、神志不清"),
                            (5, "因自杀、自残、工伤、中毒、殴打等伤残或死亡"),
                            (6, "被遗弃，或者长期没有人照料"),
                            (7, "来历不明、失踪，或疑被拐卖、收买"),
                            (8, "被人组织去乞讨"),
                            (9, "其他严重伤害，或正面临危险"),
                        ],
                        verbose_name="情形",
                    ),
                ),
                (
                    "child_number",
                    models.CharField(blank=True, max_length=12, verbose_name="儿童编号"),
                ),
                (
                    "who",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="孩子是谁"
                    ),
                ),
                (
                    "seen",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="看到了什么"
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("called_at", models.DateTimeField(null=True, verbose_name="拨打110时间")),
                (
                    "taken_by",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="接警人"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receipt",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="回执号"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["reporter", "-reported_at"], name="dangerreport_reporter"),
                    models.Index(fields=["place", "-reported_at"], name="dangerreport_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("situation__gte", 1), ("situation__lte", 9)),
                        name="dangerreport_one_of_nine_situations",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DangerReportAddition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("called", "已拨打110"),
                            ("receipt", "公安回执"),
                            ("note", "补充情况"),
                        ],
                        max_length=8,
                    ),
                ),
                ("by_rights_line", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("called_at", models.DateTimeField(null=True)),
                (
                    "text",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="protection.dangerreport",
                    ),
                ),
                (
                    "receipt",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_at__isnull", False), ("kind", "called")),
                            models.Q(("kind", "receipt"), ("receipt__isnull", False)),
                            models.Q(("kind", "note"), ("text__isnull", False)),
                            _connector="OR",
                        ),
                        name="dangerreportaddition_says_something",
                    )
                ],
            },
        ),
    ]
