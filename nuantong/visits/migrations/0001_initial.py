import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import nuantong.calendars.periods
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
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("happened_on", models.DateField(verbose_name="走访日期")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("met", "见到了"),
                            ("nobody", "无人在家"),
                            ("moved", "已搬走"),
                            ("refused", "拒绝走访"),
                            ("not_found", "查无此户"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                (
                    "met",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("child", "儿童本人"),
                                ("guardian", "监护人"),
                                ("parent", "父亲或母亲"),
                                ("carer", "受委托照护人"),
                                ("other", "其他家人、邻居"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                        verbose_name="见到了谁",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("good", "较好"), ("fair", "一般"), ("poor", "差")],
                        max_length=5,
                        verbose_name="监护评定",
                    ),
                ),
                ("focus", models.BooleanField(default=False, verbose_name="重点关注")),
                ("parents_on", models.DateField(null=True, verbose_name="最近一次与父母联系时间")),
                ("answers", models.JSONField(default=dict)),
                (
                    "words",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="走访内容"
                    ),
                ),
                ("visitor", models.CharField(max_length=40, verbose_name="走访人")),
                (
                    "source",
                    models.CharField(
                        choices=[("phone", "手机"), ("desk", "电脑"), ("paper", "纸质表补录")],
                        max_length=5,
                        verbose_name="来源",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="走访地",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-pk"],
                "indexes": [models.Index(fields=["place", "-happened_on"], name="visit_place_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("met__len__gt", 0),
                                ("outcome", "met"),
                                models.Q(("grade", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("outcome", "met"), _negated=True),
                                ("focus", False),
                                ("grade", ""),
                                ("met", []),
                                ("parents_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="visit_met_somebody_and_graded_or_nobody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "withdrawn"), _negated=True),
                            ("supersedes__isnull", False),
                            _connector="OR",
                        ),
                        name="visit_withdrawal_supersedes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visitor", ""), _negated=True),
                        name="visit_has_a_visitor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitedChild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_key", models.CharField(blank=True, default="", max_length=64)),
                (
                    "label",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="姓名"),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("preschool", "学龄前"),
                            ("kindergarten", "幼儿园"),
                            ("primary", "小学"),
                            ("junior", "初中"),
                            ("senior", "高中"),
                            ("vocational", "中职"),
                            ("college", "大专及以上"),
                            ("dropped_out", "辍学"),
                            ("not_in_school", "不在学"),
                        ],
                        max_length=16,
                        verbose_name="就学情况",
                    ),
                ),
                (
                    "health",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("healthy", "健康"),
                            ("weak", "一般或较弱"),
                            ("chronic", "慢性病"),
                            ("severe", "重病"),
                            ("disabled", "残疾"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="身体情况",
                    ),
                ),
                (
                    "needs",
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
                    ),
                ),
                (
                    "risks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("abuse", "身上有伤，可能被打或被虐待"),
                                ("sexual", "可能遭受性侵害或猥亵"),
                                ("alone", "一个人住，没有大人照料"),
                                ("self_harm", "说过不想活，或有自伤"),
                                ("missing", "失踪，去向不明"),
                                ("coerced", "被遗弃、被拐或被人胁迫"),
                                ("truant", "经常旷课或不想上学"),
                                ("wandering", "夜不归宿、在外游荡"),
                                ("company", "沉迷手机网络或结交不良同伴"),
                                ("withdrawn", "长时间闷闷不乐、不与人来往"),
                                ("untreated", "有病有残没有医治"),
                                ("unsafe_home", "住房、水电火有安全隐患"),
                                ("guardian", "监护人酗酒、吸毒、赌博或精神异常"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "words",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="走访内容"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="home_visits",
                        to="people.child",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["child", "visit"], name="visitedchild_child_visit"),
                    models.Index(
                        condition=models.Q(("subject_key", ""), _negated=True),
                        fields=["subject_key"],
                        name="visitedchild_subject",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "child"), name="visitedchild_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("child__isnull", False),
                            models.Q(("label", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="visitedchild_is_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                (
                    "content",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RemovedPhotos",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveSmallIntegerField()),
                ("on", models.DateField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removed_photos",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)), name="removedphotos_some"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject_key", models.CharField(max_length=64)),
                ("label", models.CharField(max_length=40, verbose_name="姓名")),
                (
                    "address",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="住址"
                    ),
                ),
                (
                    "phone",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="电话"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="提出日期")),
                ("asked_by", models.CharField(max_length=60, verbose_name="提出人")),
                ("due_on", models.DateField(verbose_name="最迟日期")),
                ("withdrawn_on", models.DateField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered",
                        to="visits.visit",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_requests",
                        to="people.child",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="走访地",
                    ),
                ),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="走访事由"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", None), ("withdrawn_on", None)),
                        fields=("subject_key",),
                        name="visitrequest_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", None), ("withdrawn_on", None), _connector="OR"
                        ),
                        name="visitrequest_one_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("label", ""), _negated=True),
                            ("reason__isnull", False),
                            models.Q(("subject_key", ""), _negated=True),
                        ),
                        name="visitrequest_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("visitor", models.CharField(max_length=40, verbose_name="走访人")),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                        verbose_name="村（社区）",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PaperRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "typed",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="填写内容"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="visits.paperbatch",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "number"), name="paperrow_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("visit", None)),
                        fields=("batch", "child"),
                        name="paperrow_open_child_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "focus",
                    models.CharField(
                        choices=[
                            ("week", "每周"),
                            ("half_month", "每半月"),
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("year", "每年"),
                        ],
                        default=nuantong.calendars.periods.Rule["HALF_MONTH"],
                        max_length=12,
                        verbose_name="重点户",
                    ),
                ),
                (
                    "ordinary",
                    models.CharField(
                        choices=[
                            ("week", "每周"),
                            ("half_month", "每半月"),
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("year", "每年"),
                        ],
                        default=nuantong.calendars.periods.Rule["MONTH"],
                        max_length=12,
                        verbose_name="一般户",
                    ),
                ),
                (
                    "stable",
                    models.CharField(
                        choices=[
                            ("week", "每周"),
                            ("half_month", "每半月"),
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("year", "每年"),
                        ],
                        default=nuantong.calendars.periods.Rule["QUARTER"],
                        max_length=12,
                        verbose_name="稳定户",
                    ),
                ),
                (
                    "first_within_days",
                    models.PositiveSmallIntegerField(default=15, verbose_name="登记后几天内首访"),
                ),
                (
                    "retry_days",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="无人在家，隔几天再去"
                    ),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="几次无人在家后交乡镇"
                    ),
                ),
                (
                    "handed_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="交乡镇后几天再排走访"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="区县",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_within_days__gte", 1),
                            ("first_within_days__lte", 90),
                            ("retry_days__gte", 1),
                            ("retry_days__lte", 30),
                            ("tries__gte", 1),
                            ("tries__lte", 9),
                            ("handed_days__gte", 1),
                            ("handed_days__lte", 90),
                        ),
                        name="planrule_is_sane",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="统计日期")),
                ("homes", models.PositiveIntegerField(verbose_name="家庭")),
                ("met", models.PositiveIntegerField(verbose_name="已走访")),
                ("never", models.PositiveIntegerField(verbose_name="从未走访")),
                ("waiting", models.PositiveIntegerField(verbose_name="无人在家，待再访")),
                ("due", models.PositiveIntegerField(verbose_name="现在要走访")),
                ("overdue", models.PositiveIntegerField(verbose_name="其中已过期限")),
                ("handed", models.PositiveIntegerField(verbose_name="已交乡镇核实")),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "homes",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("met"), "+", models.F("never")
                                ),
                            )
                        ),
                        name="plantally_sums_close",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due__gte", models.F("overdue"))),
                        name="plantally_overdue_is_due",
                    ),
                ],
            },
        ),
    ]
