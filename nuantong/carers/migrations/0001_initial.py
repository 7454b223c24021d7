import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.carers.models.submission
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
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "待乡镇（街道）核实"),
                            ("checked", "待区县批准"),
                            ("approved", "已批准"),
                            ("refused", "未批准"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("pinyin", models.CharField(editable=False, max_length=160)),
                ("sex", models.CharField(blank=True, max_length=1, verbose_name="性别")),
                (
                    "id_number",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="身份证号"
                    ),
                ),
                ("id_index", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                (
                    "phone",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="手机"
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=40, verbose_name="职务")),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("psychology", "心理"),
                                ("education", "教育"),
                                ("medical", "医护"),
                                ("law", "法律"),
                                ("other", "其他"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                        verbose_name="特长",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sign", "手语"),
                                ("tujia", "土家语"),
                                ("miao", "苗语"),
                                ("yi", "彝语"),
                                ("tibetan", "藏语"),
                                ("elsewhere", "外地方言"),
                                ("foreign", "外语"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                        verbose_name="语言",
                    ),
                ),
                (
                    "availability",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("weekday", "工作日白天"),
                                ("evening", "工作日晚上"),
                                ("weekend", "周末"),
                                ("holiday", "寒暑假"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                        verbose_name="方便的时间",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(default=1, verbose_name="可结对户数"),
                ),
                (
                    "why",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="为什么愿意做爱心妈妈"
                    ),
                ),
                ("applied_on", models.DateField(verbose_name="申请日期")),
                ("entered_by_name", models.CharField(max_length=60, verbose_name="录入人")),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="原因"
                    ),
                ),
                (
                    "carer",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="people.carer",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="所在村（社区）",
                    ),
                ),
            ],
            options={
                "ordering": ["-applied_on", "-pk"],
                "indexes": [
                    models.Index(fields=["place", "state"], name="application_place_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["submitted", "checked"])),
                        fields=("id_index",),
                        name="application_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carer__isnull", False), ("state", "approved")),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True), ("carer", None)
                            ),
                            _connector="OR",
                        ),
                        name="application_approved_is_a_carer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("state__in", ["submitted", "checked"])),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("state__in", ["approved", "refused", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="application_decided_with_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "withdrawn"]), _negated=True),
                            ("reason__isnull", False),
                            _connector="OR",
                        ),
                        name="application_refused_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["checked", "approved"]), _negated=True),
                            ("checked_by__isnull", False),
                            _connector="OR",
                        ),
                        name="application_checked_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("checked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="application_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            ("capacity__lte", 20),
                            ("id_number__isnull", False),
                        ),
                        name="application_says_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationStep",
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
                            ("entered", "提出申请"),
                            ("checked", "核实通过"),
                            ("approved", "批准"),
                            ("refused", "不批准"),
                            ("withdrawn", "撤回"),
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
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="carers.application",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BackgroundCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("entered_by_name", models.CharField(max_length=60, verbose_name="登记人")),
                ("on", models.DateField(verbose_name="查询日期")),
                ("organ", models.CharField(blank=True, max_length=60, verbose_name="查询机关")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("clear", "没有相关违法犯罪记录"),
                            ("adverse", "有相关违法犯罪记录"),
                        ],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="文书号")),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_by_name", models.CharField(blank=True, max_length=60)),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="people.carer",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="作废原因"
                    ),
                ),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("voided_at"), descending=True, nulls_first=True),
                    "-on",
                    "-pk",
                ],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["clear", "adverse"])),
                        name="carers_backgroundcheck_has_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("voided_at", None), ("voided_by_name", ""), ("voided_reason", None)
                            ),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("voided_by_name", ""), _negated=True),
                                models.Q(
                                    ("voided_reason__isnull", False),
                                    ("voided_by_name", "名册所载"),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="carers_backgroundcheck_voided_with_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("carer", "on", "result"),
                        name="backgroundcheck_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("entered_by_name", models.CharField(max_length=60, verbose_name="登记人")),
                ("on", models.DateField(verbose_name="签署日期")),
                ("signed_by", models.CharField(max_length=40, verbose_name="签署人")),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pledges",
                        to="people.carer",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("carer", "on"), name="pledge_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("signed_by", ""), _negated=True),
                        name="pledge_is_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("entered_by_name", models.CharField(max_length=60, verbose_name="登记人")),
                ("on", models.DateField(verbose_name="培训日期")),
                ("subject", models.CharField(max_length=80, verbose_name="内容")),
                ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="学时")),
                ("given_by", models.CharField(max_length=60, verbose_name="主办单位")),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trainings",
                        to="people.carer",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("carer", "on", "subject"), name="training_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours__gt", 0),
                            ("hours__lte", 200),
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("given_by", ""), _negated=True),
                        ),
                        name="training_says_what_how_long_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapacityChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("entered_by_name", models.CharField(max_length=60, verbose_name="登记人")),
                ("on", models.DateField(verbose_name="日期")),
                ("before", models.PositiveSmallIntegerField(verbose_name="原来")),
                ("after", models.PositiveSmallIntegerField(verbose_name="现在")),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="capacity_changes",
                        to="people.carer",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="原因"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__isnull", False),
                            models.Q(("before", models.F("after")), _negated=True),
                        ),
                        name="capacitychange_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(editable=False, unique=True)),
                (
                    "number",
                    models.CharField(
                        default=nuantong.carers.models.submission.receipt_number,
                        max_length=10,
                        unique=True,
                        verbose_name="回执号",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                (
                    "id_number",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="身份证号"
                    ),
                ),
                (
                    "phone",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="手机"
                    ),
                ),
                (
                    "agreed",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True,
                        editable=True,
                        help_text="the words she agreed to",
                        null=True,
                        verbose_name="同意的内容",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="提交时间")),
                (
                    "sender",
                    nuantong.core.fields.BlindIndexField(
                        help_text="where it came from, to count by", max_length=32, null=True
                    ),
                ),
                ("answered_on", models.DateField(null=True, verbose_name="答复日期")),
                (
                    "answer",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="怎样答复的"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission",
                        to="carers.application",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="所在村（社区）",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sender", "sent_at"], name="submission_sender"),
                    models.Index(fields=["place", "sent_at"], name="submission_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            ("agreed__isnull", False),
                            ("id_number__isnull", False),
                            ("phone__isnull", False),
                        ),
                        name="submission_says_who_and_agrees",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", None), ("answered_on", None)),
                            models.Q(
                                ("answer__isnull", False),
                                ("answered_on__isnull", False),
                                ("application", None),
                            ),
                            _connector="OR",
                        ),
                        name="submission_is_answered_or_applied",
                    ),
                ],
            },
        ),
    ]
