import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields
import nuantong.duties.models.protocol


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0001_extensions"),
        ("people", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Protocol",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=32, unique=True, verbose_name="代码")),
                ("title", models.CharField(max_length=60, verbose_name="方案名称")),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="ProtocolVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="施行日期")),
                (
                    "definition",
                    models.JSONField(
                        validators=[nuantong.duties.models.protocol.validate_definition],
                        verbose_name="内容",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="duties.protocol",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="区县",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_on", models.DateField(null=True, verbose_name="撤回日期")),
            ],
            options={
                "ordering": ["valid_from", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on", None)),
                        fields=("protocol", "region", "valid_from"),
                        name="protocolversion_one_a_day",
                        nulls_distinct=False,
                        violation_error_message="这一天已经有一个版本施行。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_on", None),
                            ("valid_from__gt", models.F("published_on")),
                            _connector="OR",
                        ),
                        name="protocolversion_not_backwards",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on", None),
                            models.Q(
                                ("withdrawn_on__gte", models.F("published_on")),
                                ("withdrawn_on__lt", models.F("valid_from")),
                            ),
                            _connector="OR",
                        ),
                        name="protocolversion_withdrawn_before_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProtocolDraft",
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
                ("definition", models.JSONField(verbose_name="内容")),
                ("version", models.PositiveIntegerField(default=1)),
                ("edited_at", models.DateTimeField(verbose_name="修改时间")),
                ("seen", models.JSONField(null=True, verbose_name="预览")),
                ("seen_version", models.PositiveIntegerField(null=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="duties.protocol",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="区县",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("protocol", "region"),
                        name="protocoldraft_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingRun",
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
                ("as_of", models.DateField(verbose_name="截至日期")),
                ("closed", models.PositiveIntegerField(default=0, verbose_name="关闭")),
                ("corrected", models.PositiveIntegerField(default=0, verbose_name="更正")),
                ("aside", models.PositiveIntegerField(default=0, verbose_name="搁置")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="OutcomeTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("duty", models.CharField(max_length=24, verbose_name="职责")),
                ("period_key", models.CharField(max_length=16, verbose_name="周期")),
                ("ends", models.DateField()),
                ("outcome", models.CharField(max_length=8, verbose_name="结果")),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="事由"),
                ),
                ("count", models.IntegerField()),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duties.protocol",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["ends", "place"],
                        include=("outcome", "count"),
                        name="outcometally_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyDifference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("duty", models.CharField(max_length=24, verbose_name="职责")),
                ("period_key", models.CharField(max_length=16, verbose_name="周期")),
                ("ends", models.DateField()),
                ("outcome", models.CharField(max_length=8, verbose_name="结果")),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="事由"),
                ),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("kept", models.IntegerField(verbose_name="原有")),
                ("counted", models.IntegerField(verbose_name="重新统计")),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duties.protocol",
                    ),
                ),
            ],
            options={
                "ordering": ["-found_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(verbose_name="起")),
                ("end", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "last_contact",
                    models.DateField(editable=False, null=True, verbose_name="最近联系"),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="people.child",
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="duties.protocol",
                    ),
                ),
                (
                    "settled_until",
                    models.DateField(editable=False, null=True, verbose_name="已判定至"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end", None), ("end__gt", models.F("start")), _connector="OR"
                        ),
                        name="enrolment_ends_after_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("child", "="),
                            ("protocol", "="),
                            (
                                models.Func(
                                    models.F("start"),
                                    models.F("end"),
                                    models.Value("[)"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="enrolment_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exemption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(verbose_name="起")),
                ("end", models.DateField(blank=True, null=True, verbose_name="止")),
                ("approved_at", models.DateTimeField(verbose_name="批准时间")),
                (
                    "approved_by",
                    models.ForeignKey(
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
                        related_name="exemptions",
                        to="people.child",
                    ),
                ),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="事由"
                    ),
                ),
                ("agreed_end", models.DateField(null=True, verbose_name="原定的止")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="提前结束时间")),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_why",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="提前结束的原因"
                    ),
                ),
            ],
            options={
                "ordering": ["start"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end", None),
                            ("end__gt", models.F("start")),
                            models.Q(("end", models.F("start")), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="exemption_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_why", None)),
                            models.Q(
                                ("end__isnull", False),
                                ("ended_at__isnull", False),
                                ("ended_why__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exemption_ended_early_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__isnull", False)), name="exemption_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VillageWithoutSignal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                (
                    "acts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("meet", "见面"),
                                ("talk", "谈心"),
                                ("guardian", "与监护人交流"),
                                ("teacher", "与班主任沟通"),
                                ("activity", "亲子活动"),
                                ("festival", "一起过节"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="内容",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[("face", "当面"), ("phone", "电话"), ("video", "视频")],
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        default=list,
                        size=None,
                        verbose_name="话题",
                    ),
                ),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="备注"
                    ),
                ),
                (
                    "carer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="people.carer",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="people.child",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
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
                        to="duties.contact",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-received_at"],
                "indexes": [
                    models.Index(fields=["child", "-happened_on"], name="contact_child_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acts__len__gt", 0), ("supersedes__isnull", False), _connector="OR"
                        ),
                        name="contact_is_about_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fulfilment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("duty", models.CharField(max_length=24, verbose_name="职责")),
                ("period_key", models.CharField(max_length=16, verbose_name="周期")),
                (
                    "kind",
                    models.CharField(
                        choices=[("in_time", "按期"), ("late", "补做")],
                        default="in_time",
                        max_length=8,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilments",
                        to="duties.contact",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fulfilments",
                        to="duties.enrolment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "duty", "period_key", "contact"),
                        name="fulfilment_once",
                    )
                ],
            },
        ),
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
                            ("grown", "已满18周岁，退出了方案"),
                            ("none", "孩子没有参加任何方案"),
                            ("twin", "可能和另一条是同一次"),
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
                            ("same", "是同一次，合成一条"),
                            ("apart", "不是同一次，各算各的"),
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
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=32, verbose_name="情形")),
                ("step", models.PositiveSmallIntegerField(verbose_name="程度")),
                ("episode", models.DateField(verbose_name="自")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "市"), (2, "区县"), (3, "乡镇（街道）")],
                        verbose_name="所在层级",
                    ),
                ),
                ("top", models.PositiveSmallIntegerField()),
                ("within", models.PositiveSmallIntegerField()),
                ("raised_on", models.DateField(verbose_name="提出日期")),
                ("due_on", models.DateField(verbose_name="期限")),
                ("answered", models.BooleanField(default=False, verbose_name="已答复")),
                ("ended_on", models.DateField(null=True, verbose_name="结束日期")),
                (
                    "ended_why",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="结束原因"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["child"],
                        name="escalation_running",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["due_on"],
                        name="escalation_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("child", "rule", "step", "episode"), name="escalation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__gte", models.F("top")), ("level__lte", 3), ("top__gte", 1)
                        ),
                        name="escalation_between_its_desk_and_the_top",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("ended_why", "")),
                            models.Q(
                                ("ended_on__gte", models.F("raised_on")),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="escalation_ends_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__gte", models.F("raised_on")),
                            ("episode__lte", models.F("raised_on")),
                        ),
                        name="escalation_in_the_order_of_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
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
                            ("raised", "提出"),
                            ("climbed", "无人答复，上报"),
                            ("lapsed", "承诺到期未见联系，上报"),
                            ("answered", "答复"),
                            ("ended", "结束"),
                            ("reopened", "重新提出"),
                        ],
                        max_length=8,
                        verbose_name="动作",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "市"), (2, "区县"), (3, "乡镇（街道）")], verbose_name="层级"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("by", models.CharField(max_length=60, verbose_name="何人")),
                (
                    "deed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "打电话了解"),
                            ("visit", "上门看望"),
                            ("substitute", "安排替班"),
                            ("pair", "另行结对"),
                            ("other", "其他"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="怎么办",
                    ),
                ),
                (
                    "words",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                ("until", models.DateField(null=True, verbose_name="何时前办好")),
                (
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="duties.escalation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "answered"), _negated=True),
                            models.Q(
                                ("until__isnull", False),
                                ("user__isnull", False),
                                models.Q(("deed", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="escalationstep_answered_by_whom_what_by_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyAway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(verbose_name="从哪天起")),
                ("end", models.DateField(verbose_name="回来的日期")),
                (
                    "stand_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="away",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-start", "-pk"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("user", "="),
                            (
                                models.Func(
                                    models.F("start"),
                                    models.F("end"),
                                    models.Value("[)"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="dutyaway_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))),
                        name="dutyaway_not_backwards",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stand_in", None),
                            models.Q(("stand_in", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="dutyaway_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "carer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heard",
                        to="people.carer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OverdueAction",
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
                            ("called", "已打电话"),
                            ("reminded", "已提醒"),
                            ("substitute", "已安排替班"),
                            ("visit", "已上门"),
                            ("excused", "情况属实，予以谅解"),
                        ],
                        max_length=12,
                        verbose_name="处理方式",
                    ),
                ),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
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
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overdue_actions",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="WindowOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("duty", models.CharField(max_length=24, verbose_name="职责")),
                ("period_key", models.CharField(max_length=16, verbose_name="周期")),
                ("starts", models.DateField()),
                ("ends", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("met", "已履行"),
                            ("met_late", "补做"),
                            ("missed", "未履行"),
                            ("exempt", "免除"),
                            ("void", "不计"),
                        ],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="事由"),
                ),
                ("handover", models.BooleanField(default=False, verbose_name="移交期")),
                ("closed_at", models.DateTimeField(verbose_name="关闭时间")),
                (
                    "acted",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="duties.overdueaction",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duties.contact",
                    ),
                ),
                (
                    "credit_carer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.carer",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="duties.enrolment",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("acted", None), ("outcome", "missed")),
                        fields=["enrolment"],
                        include=("duty", "ends"),
                        name="windowoutcome_overdue",
                    ),
                    models.Index(
                        fields=["ends"],
                        include=("enrolment", "outcome", "duty"),
                        name="windowoutcome_ends",
                    ),
                    models.Index(
                        condition=models.Q(("acted__isnull", False)),
                        fields=["acted"],
                        name="windowoutcome_acted",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "duty", "period_key"), name="windowoutcome_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["met", "met_late", "missed", "exempt", "void"])
                        ),
                        name="windowoutcome_is_final",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["met", "met_late"]), _negated=True),
                            ("contact__isnull", False),
                            _connector="OR",
                        ),
                        name="windowoutcome_met_by_a_contact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "exempt"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="windowoutcome_exempt_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Overdue",
            fields=[
                (
                    "child",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="overdue",
                        serialize=False,
                        to="people.child",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                ("missed", models.PositiveIntegerField()),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), size=None
                    ),
                ),
                ("oldest", models.DateField()),
                ("since", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["since", "child"], name="overdue_longest_silent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("missed__gt", 0)), name="overdue_has_missed_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("met", "已履行"),
                            ("met_late", "补做"),
                            ("missed", "未履行"),
                            ("exempt", "免除"),
                            ("void", "不计"),
                        ],
                        max_length=8,
                        verbose_name="原结果",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("met", "已履行"),
                            ("met_late", "补做"),
                            ("missed", "未履行"),
                            ("exempt", "免除"),
                            ("void", "不计"),
                        ],
                        max_length=8,
                        verbose_name="现结果",
                    ),
                ),
                ("why", models.CharField(max_length=60, verbose_name="事由")),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="duties.windowoutcome",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="ClosingError",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateField(verbose_name="截至日期")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("message", models.CharField(max_length=400, verbose_name="错误")),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closing_error",
                        to="duties.enrolment",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
    ]
