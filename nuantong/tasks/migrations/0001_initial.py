import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("people", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=160, unique=True)),
                ("kind", models.CharField(max_length=40, verbose_name="事项")),
                (
                    "permission",
                    models.CharField(
                        help_text="the office it falls to: who may do this", max_length=24
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="内容")),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                (
                    "url_name",
                    models.CharField(
                        blank=True, help_text="the page where it is done", max_length=80
                    ),
                ),
                ("url_args", models.JSONField(blank=True, default=dict)),
                ("raised_on", models.DateField(verbose_name="提出日期")),
                ("raised_by", models.CharField(max_length=60, verbose_name="提出人")),
                ("due_on", models.DateField(null=True, verbose_name="期限")),
                ("done_on", models.DateField(null=True, verbose_name="办结日期")),
                ("done_by", models.CharField(blank=True, max_length=60, verbose_name="办结人")),
                (
                    "done_how",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="办理情况"
                    ),
                ),
                ("withdrawn_on", models.DateField(null=True, verbose_name="撤销日期")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="people.child",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        help_text="when it is of no child",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "withdrawn_reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="撤销原因"
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_on", None), ("withdrawn_on", None)),
                        fields=["permission", "due_on"],
                        name="task_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("child__isnull", False), ("region", None)),
                            models.Q(("child", None), ("region__isnull", False)),
                            _connector="OR",
                        ),
                        name="task_of_a_child_or_of_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), _negated=True),
                            models.Q(("kind", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("raised_by", ""), _negated=True),
                            models.Q(("permission", ""), _negated=True),
                        ),
                        name="task_says_what_and_from_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by", ""), ("done_how", None), ("done_on", None)),
                            models.Q(
                                ("done_how__isnull", False),
                                ("done_on__isnull", False),
                                models.Q(("done_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="task_done_with_day_name_and_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_on", None), ("withdrawn_reason", None)),
                            models.Q(
                                ("withdrawn_on__isnull", False), ("withdrawn_reason__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="task_withdrawn_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on", None), ("withdrawn_on", None), _connector="OR"
                        ),
                        name="task_ends_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on", None),
                            ("done_on__gte", models.F("raised_on")),
                            _connector="OR",
                        ),
                        name="task_done_after_it_was_raised",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "交办"),
                            ("finished", "办结"),
                            ("withdrawn", "撤销"),
                            ("reopened", "重新提出"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=60)),
                (
                    "words",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
    ]
