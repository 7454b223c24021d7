import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "work_state",
                    models.CharField(
                        choices=[
                            ("draft", "待确认"),
                            ("queued", "排队中"),
                            ("running", "进行中"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="进度",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("message", models.CharField(blank=True, default="", max_length=400)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("children", "儿童"),
                            ("carers", "爱心妈妈"),
                            ("checks", "背景查询结果"),
                        ],
                        max_length=8,
                        verbose_name="内容",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="文件")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="名册标题")),
                ("sheet", models.CharField(blank=True, max_length=80, verbose_name="工作表")),
                ("sheets", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("step", models.CharField(blank=True, default="", max_length=8)),
                ("unmapped", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "待核对列"),
                            ("previewed", "待确认导入"),
                            ("applied", "已导入"),
                            ("undone", "已撤销"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("new", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("repeated", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("by_name", models.CharField(max_length=60, verbose_name="导入人")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "kept",
                    models.JSONField(
                        default=list, help_text="row numbers undo left alone, with the reason"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rows",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("new"), "+", models.F("changed")
                                            ),
                                            "+",
                                            models.F("unchanged"),
                                        ),
                                        "+",
                                        models.F("repeated"),
                                    ),
                                    "+",
                                    models.F("refused"),
                                ),
                            )
                        ),
                        name="rosterimport_sums_close",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
                (
                    "roster",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="rosters.rosterimport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RosterRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="行号")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("new", "新增"),
                            ("changed", "更新"),
                            ("unchanged", "无变化"),
                            ("repeated", "重复"),
                            ("refused", "未导入"),
                        ],
                        max_length=9,
                        verbose_name="结果",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="姓名")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("has_problems", models.BooleanField(default=False)),
                (
                    "problems",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True,
                        editable=True,
                        help_text="JSON: pairs of heading and problem",
                        null=True,
                        verbose_name="问题",
                    ),
                ),
                (
                    "before",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, help_text="JSON: what undo puts back", null=True
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        help_text="the record's version afterwards", null=True
                    ),
                ),
                ("fingerprint", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                (
                    "carer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.carer",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="rosters.rosterimport",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [models.Index(fields=["fingerprint"], name="rosterrow_fingerprint")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("roster", "number"), name="rosterrow_number_once"
                    )
                ],
            },
        ),
    ]
