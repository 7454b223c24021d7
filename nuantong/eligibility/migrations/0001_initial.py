import uuid

import django.db.models.deletion
from django.db import migrations, models

import nuantong.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("orphan", "孤儿"),
                            ("unattended", "事实无人抚养"),
                            ("at_risk", "监护缺失风险"),
                            ("hardship", "困境"),
                            ("poor", "家庭贫困"),
                            ("disabled", "残疾"),
                            ("severely_ill", "重病"),
                            ("guardianship", "监护缺失或不当"),
                            ("left_behind", "留守"),
                            ("migrant", "流动"),
                        ],
                        max_length=16,
                        verbose_name="情形",
                    ),
                ),
                (
                    "fits",
                    models.CharField(
                        choices=[
                            ("yes", "符合情形"),
                            ("no", "不符合情形"),
                            ("incomplete", "资料不全，待核查"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("missing", models.JSONField(default=list, verbose_name="还缺")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="条文")),
                ("holds_since", models.DateField(null=True, verbose_name="情形自")),
                ("holds_until", models.DateField(null=True, verbose_name="情形到")),
                ("until_why", models.CharField(blank=True, max_length=200)),
                ("rules", models.CharField(help_text="version of the rules", max_length=20)),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("ended_on", models.DateField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hints",
                        to="people.child",
                    ),
                ),
                (
                    "used",
                    nuantong.core.fields.EncryptedListField(
                        blank=True,
                        default=list,
                        editable=True,
                        null=True,
                        verbose_name="依据的情况",
                    ),
                ),
            ],
            options={
                "ordering": ["category", "-found_on"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["category", "fits"],
                        name="hint_current",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["holds_until"],
                        name="hint_expiring",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("child", "category"),
                        name="hint_current_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("found_on")),
                            _connector="OR",
                        ),
                        name="hint_ends_after_it_was_found",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "child",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="assessment",
                        serialize=False,
                        to="people.child",
                    ),
                ),
                ("on", models.DateField()),
                ("rules", models.CharField(max_length=20)),
                ("stale", models.BooleanField(default=False)),
                (
                    "problem",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="不能判断的原因"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("orphan", "孤儿"),
                            ("unattended", "事实无人抚养"),
                            ("at_risk", "监护缺失风险"),
                            ("hardship", "困境"),
                            ("poor", "家庭贫困"),
                            ("disabled", "残疾"),
                            ("severely_ill", "重病"),
                            ("guardianship", "监护缺失或不当"),
                            ("left_behind", "留守"),
                            ("migrant", "流动"),
                        ],
                        max_length=16,
                        verbose_name="情形",
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="转介日期")),
                ("sent_to", models.CharField(max_length=60, verbose_name="转介单位")),
                ("sent_by", models.CharField(max_length=60, verbose_name="转介人")),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                ("answered_on", models.DateField(null=True, verbose_name="答复日期")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recognised", "已认定"),
                            ("refused", "不符合，不予认定"),
                            ("more", "退回补充材料"),
                        ],
                        max_length=12,
                        verbose_name="答复",
                    ),
                ),
                (
                    "answer_note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="答复说明"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hint_referrals",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_on", None)),
                        fields=("child", "category"),
                        name="referral_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_on", None)),
                            models.Q(
                                ("answered_on__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="referral_answered_with_day_and_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on", None),
                            ("answered_on__gte", models.F("sent_on")),
                            _connector="OR",
                        ),
                        name="referral_answered_after_it_was_sent",
                    ),
                ],
            },
        ),
    ]
