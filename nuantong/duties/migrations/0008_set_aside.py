"""Contacts that count for nothing wait for a person, who decides once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields
from nuantong.core.triggers import append_and_end


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0007_judged_anew"),
        ("people", "0012_found_by_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("future", "日期还没有到"),
                            ("before", "早于参加方案的日期"),
                            ("after", "晚于退出方案的日期"),
                            ("none", "孩子没有参加任何方案"),
                        ],
                        max_length=8,
                        verbose_name="原因",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("resolved_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                (
                    "resolution",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("redated", "改了日期"),
                            ("withdrawn", "撤回了记录"),
                            ("kept", "留存，不计入"),
                            ("corrected", "记录已另行更正"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="处理",
                    ),
                ),
                (
                    "words",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="set_aside",
                        to="duties.contact",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved_at", None)),
                        fields=["child"],
                        name="setaside_open_of_child",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolution", ""), ("resolved_at", None)),
                            models.Q(
                                ("resolved_at__isnull", False),
                                models.Q(("resolution", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="setaside_resolved_somehow",
                    )
                ],
            },
        ),
        append_and_end("duties_setaside", "resolved_at", "resolution", "words", "by_id"),
    ]
