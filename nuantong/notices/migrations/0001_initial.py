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
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=160)),
                ("kind", models.CharField(max_length=40, verbose_name="种类")),
                ("subject", models.CharField(max_length=120, verbose_name="标题")),
                (
                    "text",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="内容"
                    ),
                ),
                (
                    "url_name",
                    models.CharField(blank=True, help_text="the page it leads to", max_length=80),
                ),
                ("url_args", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(verbose_name="发出时间")),
                ("by", models.CharField(max_length=60, verbose_name="发出人")),
                ("read_at", models.DateTimeField(null=True, verbose_name="看到时间")),
                (
                    "carer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="people.carer",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["user"],
                        name="notice_unread_user",
                    ),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["carer"],
                        name="notice_unread_carer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="notice_once_to_a_user"),
                    models.UniqueConstraint(fields=("carer", "key"), name="notice_once_to_a_carer"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carer__isnull", False), ("user", None)),
                            models.Q(("carer", None), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_to_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), _negated=True),
                            models.Q(("kind", ""), _negated=True),
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="notice_says_what_and_from_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_at", None), ("read_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="notice_read_after_it_was_written",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待发送"),
                            ("sent", "已发短信"),
                            ("failed", "短信没有发出"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=120)),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.notice",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_at"],
                        name="delivery_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "gateway"), name="delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(("state", "sent"), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_sent_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quiet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
