import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields
import nuantong.helpers.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("people", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Helper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("teacher", "教师"),
                            ("doctor", "医生护士"),
                            ("student", "大学生志愿者"),
                            ("family", "爱心家庭"),
                            ("company", "爱心企业"),
                            ("unit", "机关单位"),
                            ("other", "其他"),
                        ],
                        max_length=8,
                        verbose_name="种类",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="姓名或名称")),
                ("pinyin", models.CharField(editable=False, max_length=160)),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                (
                    "phone",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="电话"
                    ),
                ),
                (
                    "id_number",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="身份证号"
                    ),
                ),
                ("id_index", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                (
                    "offers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("living", "生活救助"),
                                ("medical", "医疗救助"),
                                ("study", "学习辅导"),
                                ("counselling", "心理疏导"),
                                ("guardianship", "监护指导"),
                                ("legal", "法律援助"),
                                ("housing", "住房改善"),
                                ("other", "其他"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                        verbose_name="能帮什么",
                    ),
                ),
                (
                    "closeness",
                    models.CharField(
                        choices=[
                            ("alone", "单独与孩子相处"),
                            ("group", "有工作人员在场"),
                            ("goods", "只提供物资，不接触孩子"),
                        ],
                        max_length=8,
                        verbose_name="与孩子的接触",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(default=1, verbose_name="同时帮几名孩子"),
                ),
                ("since", models.DateField(verbose_name="从哪天起")),
                (
                    "until",
                    models.DateField(
                        help_text="这一天起不再帮扶。", null=True, verbose_name="到哪天止"
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(editable=False, null=True, verbose_name="背景查询日期"),
                ),
                (
                    "pledged_on",
                    models.DateField(editable=False, null=True, verbose_name="承诺书签署日期"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "在册"), ("left", "已退出")],
                        default="active",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "remark",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="备注"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="服务范围",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "status"], name="helper_place_status")],
                "constraints": [
                    models.UniqueConstraint(fields=("id_index",), name="helper_id_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("offers", []), _negated=True),
                            ("phone__isnull", False),
                        ),
                        name="helper_says_who_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1), ("capacity__lte", 500)),
                        name="helper_capacity_is_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="helper_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["company", "unit"]), _negated=True),
                            models.Q(("contact", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="helper_unit_has_a_contact",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelperCheck",
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
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="helpers.helper",
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
                        name="helpers_helpercheck_has_a_result",
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
                        name="helpers_helpercheck_voided_with_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("helper", "on", "result"),
                        name="helpercheck_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelperPledge",
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
                ("signed_by", models.CharField(max_length=60, verbose_name="签署人")),
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
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pledges",
                        to="helpers.helper",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("helper", "on"), name="helperpledge_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_by", ""), _negated=True),
                        name="helperpledge_is_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("living", "生活救助"),
                            ("medical", "医疗救助"),
                            ("study", "学习辅导"),
                            ("counselling", "心理疏导"),
                            ("guardianship", "监护指导"),
                            ("legal", "法律援助"),
                            ("housing", "住房改善"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="内容",
                    ),
                ),
                (
                    "closeness",
                    models.CharField(
                        choices=[
                            ("alone", "单独与孩子相处"),
                            ("group", "有工作人员在场"),
                            ("goods", "只提供物资，不接触孩子"),
                        ],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                ("start", models.DateField(verbose_name="从哪天起")),
                ("until", models.DateField(null=True, verbose_name="到哪天止")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "等待答复"),
                            ("accepted", "正在帮扶"),
                            ("declined", "不能帮"),
                            ("ended", "已结束"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="邀请日期")),
                ("asked_by", models.CharField(max_length=60, verbose_name="邀请人")),
                ("answered_on", models.DateField(null=True, verbose_name="答复日期")),
                (
                    "answer",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="答复"
                    ),
                ),
                ("ended_on", models.DateField(null=True, verbose_name="结束日期")),
                (
                    "given",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="帮扶情况"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="people.child",
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="helpers.helper",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="people.need",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "accepted"])),
                        fields=("need",),
                        name="service_one_for_a_need",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "accepted"])),
                        fields=("helper", "child", "kind"),
                        name="service_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gt", models.F("start")), _connector="OR"
                        ),
                        name="service_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on", None), ("state", "asked")),
                            models.Q(("state", "asked"), _negated=True),
                            _connector="OR",
                        ),
                        name="service_asked_is_unanswered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answer__isnull", False), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="service_declined_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_on__isnull", False),
                                ("given__isnull", False),
                                ("state", "ended"),
                            ),
                            models.Q(
                                models.Q(("state", "ended"), _negated=True), ("ended_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="service_ended_with_what_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastTeacher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="班主任")),
                ("school", models.CharField(blank=True, max_length=80, verbose_name="学校")),
                (
                    "phone",
                    nuantong.helpers.models.TeacherPhoneField(
                        blank=True, editable=True, null=True, verbose_name="电话"
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_teachers",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
            },
        ),
    ]
