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
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("photos", "拍照并存入成长记录档案")],
                        max_length=12,
                        verbose_name="事项",
                    ),
                ),
                (
                    "giver",
                    models.CharField(
                        choices=[
                            ("guardian", "监护人"),
                            ("child", "孩子本人（满14周岁）"),
                            ("institution", "养育机构"),
                        ],
                        max_length=12,
                        verbose_name="谁同意的",
                    ),
                ),
                ("given_by", models.CharField(max_length=40, verbose_name="同意人姓名")),
                (
                    "how",
                    models.CharField(
                        choices=[("signed", "书面签字"), ("spoken", "当面口头")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="同意日期")),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=60, verbose_name="登记人")),
                ("withdrawn_on", models.DateField(null=True, verbose_name="撤回日期")),
                (
                    "withdrawn_by",
                    models.CharField(blank=True, max_length=60, verbose_name="撤回登记人"),
                ),
                (
                    "withdrawn_why",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="撤回的说明"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="people.child",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-given_on", "-pk"],
                "indexes": [models.Index(fields=["child", "purpose"], name="consent_of_child")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on", None)),
                        fields=("child", "purpose"),
                        name="consent_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_by", ""), _negated=True),
                        name="consent_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_by", ""), ("withdrawn_on", None)),
                            models.Q(
                                ("withdrawn_on__gte", models.F("given_on")),
                                models.Q(("withdrawn_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="consent_taken_back_by_somebody",
                    ),
                ],
            },
        ),
    ]
