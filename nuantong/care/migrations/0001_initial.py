import django.db.models.deletion
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
            name="BulkAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(editable=False, unique=True)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("remind", "提醒爱心妈妈"),
                            ("substitute", "安排替班"),
                            ("exempt", "免除职责"),
                            ("visit", "请村（社区）上门"),
                        ],
                        max_length=12,
                        verbose_name="做什么",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("done", models.BooleanField()),
                (
                    "why",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="说明"),
                ),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="care.bulkact",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("act", "child"), name="bulkrow_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done", True), models.Q(("why", ""), _negated=True), _connector="OR"
                        ),
                        name="bulkrow_skipped_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                ("made_at", models.DateTimeField(verbose_name="建立时间")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                ("hour", models.DateTimeField(null=True, verbose_name="最近取用时间")),
                ("asked", models.PositiveIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("token__isnull", False)),
                        name="calendarfeed_has_an_address",
                    ),
                    models.UniqueConstraint(fields=("token",), name="calendarfeed_one_address"),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("user",),
                        name="calendarfeed_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at", None),
                            ("revoked_at__gte", models.F("made_at")),
                            _connector="OR",
                        ),
                        name="calendarfeed_revoked_after_made",
                    ),
                ],
            },
        ),
    ]
