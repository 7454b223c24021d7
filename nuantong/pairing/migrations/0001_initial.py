import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields
import nuantong.pairing.models.pairing


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
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_on", models.DateField(null=True, verbose_name="原结对解除日期")),
                ("on", models.DateField(verbose_name="移交日期")),
                (
                    "words",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="需要交代的事"
                    ),
                ),
                ("by", models.CharField(max_length=60, verbose_name="安排人")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="接手时间")),
                ("declined_at", models.DateTimeField(null=True, verbose_name="说明不能接手的时间")),
                (
                    "declined_why",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="不能接手的原因"
                    ),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="people.carer",
                    ),
                ),
                (
                    "former",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.carer",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                ("children", models.ManyToManyField(related_name="handovers", to="people.child")),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("accepted_at", None), ("declined_at", None)),
                        fields=["carer"],
                        name="handover_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("household", "carer", "on"), name="handover_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("former", None),
                            models.Q(("former", models.F("carer")), _negated=True),
                            _connector="OR",
                        ),
                        name="handover_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__lte", models.F("on")), _connector="OR"
                        ),
                        name="handover_not_before_the_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at", None), ("accepted_by", None)),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="handover_accepted_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declined_at", None), ("declined_why", None)),
                            models.Q(
                                ("declined_at__isnull", False), ("declined_why__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="handover_declined_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at", None), ("declined_at", None), _connector="OR"
                        ),
                        name="handover_ends_one_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(verbose_name="从哪天起")),
                (
                    "end",
                    models.DateField(
                        help_text="the first day she is back", verbose_name="回来的日期"
                    ),
                ),
                ("back_on", models.DateField(null=True, verbose_name="提前回来的日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("illness", "生病"),
                            ("family", "家里有事"),
                            ("birth", "生育"),
                            ("away", "外出"),
                            ("training", "学习培训"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="事由",
                    ),
                ),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                ("asked_by", models.CharField(max_length=60, verbose_name="登记人")),
                ("asked_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leaves",
                        to="people.carer",
                    ),
                ),
            ],
            options={
                "ordering": ["-start", "-pk"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("carer", "="),
                            (
                                models.Func(
                                    "start",
                                    django.db.models.functions.comparison.Coalesce(
                                        "back_on", "end"
                                    ),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="leave_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))),
                        name="leave_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("back_on", None),
                            models.Q(
                                ("back_on__gte", models.F("start")),
                                ("back_on__lt", models.F("end")),
                            ),
                            _connector="OR",
                        ),
                        name="leave_back_before_its_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in",
                        to="people.carer",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand_ins",
                        to="people.child",
                    ),
                ),
                (
                    "leave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand_ins",
                        to="pairing.leave",
                    ),
                ),
            ],
            options={
                "ordering": ["start", "pk"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("child", "="),
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
                        name="stand_in_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))),
                        name="stand_in_not_backwards",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairingRound",
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
                ("on", models.DateField(verbose_name="基准日")),
                ("created_at", models.DateTimeField(verbose_name="发起时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("frozen", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="范围",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("waiting", "补配"), ("yearly", "年度重排")],
                        default="waiting",
                        max_length=8,
                        verbose_name="办法",
                    ),
                ),
                ("policy", models.JSONField(default=dict, verbose_name="排法")),
                (
                    "run",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, verbose_name="算了几次"
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=0, default=0)),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("region",),
                        name="pairinground_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LeftOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("children", models.PositiveSmallIntegerField(verbose_name="儿童数")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("in_institution", "机构养育，不参加结对"),
                            ("no_place", "现居住地不详"),
                            ("no_carer", "本区县没有爱心妈妈"),
                            ("expired_checks", "背景查询过期"),
                            ("all_full", "爱心妈妈都已满户"),
                            ("siblings_carer", "同户儿童的爱心妈妈暂不能再接"),
                            ("turned_down", "能找到的爱心妈妈都已不采纳"),
                            ("too_dear", "爱心妈妈离得太远"),
                            ("only_by_moves", "须先调整其他家庭"),
                            ("across_border", "只有邻区县有名额"),
                        ],
                        max_length=16,
                        verbose_name="原因",
                    ),
                ),
                ("detail", models.JSONField(default=dict)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="regions.region"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="pairing.pairinground",
                    ),
                ),
                ("run", models.PositiveSmallIntegerField(db_default=1, default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["round", "reason"], name="leftover_round_reason")],
            },
        ),
        migrations.CreateModel(
            name="Shortage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("households", models.JSONField(default=list)),
                ("carers", models.JSONField(default=list)),
                ("places", models.PositiveIntegerField(verbose_name="名额")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shortages",
                        to="pairing.pairinground",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="shortage_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="发布时间")),
                ("on", models.DateField(verbose_name="生效日")),
                ("households", models.PositiveIntegerField(default=0)),
                ("children", models.PositiveIntegerField(default=0)),
                ("undone_at", models.DateTimeField(null=True, verbose_name="撤回时间")),
                (
                    "undone_reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="撤回原因"
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
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publications",
                        to="pairing.pairinground",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("message", models.CharField(blank=True, default="", max_length=400)),
                ("started_at", models.DateTimeField(null=True)),
                (
                    "step",
                    models.CharField(
                        choices=[("publish", "发布"), ("undo", "撤回")],
                        default="publish",
                        max_length=8,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
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
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("work_state__in", ("queued", "running"))),
                        fields=("round",),
                        name="publication_one_at_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at", None), ("undone_reason__isnull", False), _connector="OR"
                        ),
                        name="publication_undone_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_reason", None),
                            ("undone_at__isnull", False),
                            models.Q(("step", "undo"), ("work_state__in", ("queued", "running"))),
                            _connector="OR",
                        ),
                        name="publication_reason_only_with_undoing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("children", models.PositiveSmallIntegerField(verbose_name="儿童数")),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("village", "同村（社区）"),
                            ("township", "同乡镇（街道）"),
                            ("district", "同区县"),
                            ("beyond", "跨区县"),
                        ],
                        max_length=8,
                        verbose_name="远近",
                    ),
                ),
                ("fits", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待确认"),
                            ("accepted", "已采纳"),
                            ("rejected", "不采纳"),
                            ("lapsed", "已失效"),
                            ("published", "已生效"),
                            ("undone", "已撤回"),
                            ("replaced", "重算后改配"),
                            ("kept", "不变"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="people.carer",
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
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="regions.region"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="pairing.pairinground",
                    ),
                ),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="原因"
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[("new", "新配"), ("moved", "更换"), ("kept", "不变")],
                        default="new",
                        max_length=8,
                        verbose_name="变化",
                    ),
                ),
                (
                    "current",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.carer",
                    ),
                ),
                (
                    "distance",
                    models.PositiveIntegerField(db_default=0, default=0, verbose_name="距离"),
                ),
                (
                    "lacks",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, verbose_name="未对上的需求"
                    ),
                ),
                (
                    "pinned",
                    models.BooleanField(db_default=False, default=False, verbose_name="已指定"),
                ),
                ("run", models.PositiveSmallIntegerField(db_default=1, default=1)),
                (
                    "publication",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="pairing.publication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["round", "state", "tier"], name="proposal_round_state"),
                    models.Index(
                        condition=models.Q(("state", "replaced"), _negated=True),
                        fields=["round", "place", "id"],
                        include=(
                            "state",
                            "tier",
                            "distance",
                            "children",
                            "lacks",
                            "pinned",
                            "change",
                            "run",
                        ),
                        name="proposal_by_place",
                    ),
                    models.Index(
                        condition=models.Q(("state", "replaced"), _negated=True),
                        fields=["round", "distance", "id"],
                        include=("state", "tier"),
                        name="proposal_by_distance",
                    ),
                    models.Index(
                        condition=models.Q(("state", "replaced"), _negated=True),
                        fields=["round", "children", "id"],
                        include=("state", "tier"),
                        name="proposal_by_children",
                    ),
                    models.Index(
                        condition=models.Q(("state", "replaced"), _negated=True),
                        fields=["round", "carer", "id"],
                        include=("state", "tier"),
                        name="proposal_by_carer",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("state", "replaced"), _negated=True), ("pinned", True)
                        ),
                        fields=["round", "place", "id"],
                        name="proposal_pinned",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("state", "replaced"), _negated=True), ("lacks__gt", 0)
                        ),
                        fields=["round", "place", "id"],
                        name="proposal_lacks",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "accepted", "published", "kept"])
                        ),
                        fields=("round", "household"),
                        name="proposal_household_once_a_round",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state__in", ["proposed", "kept"])),
                            models.Q(
                                models.Q(("state__in", ["proposed", "kept"]), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_decided_with_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "accepted", "published", "kept"]),
                            ("reason__isnull", False),
                            _connector="OR",
                        ),
                        name="proposal_refused_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change", "new"), ("current", None)),
                            models.Q(("change", "kept"), ("current", models.F("carer"))),
                            models.Q(
                                ("change", "moved"),
                                ("current__isnull", False),
                                models.Q(("current", models.F("carer")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_change_is_true",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "carer_place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejection",
                        to="pairing.proposal",
                    ),
                ),
                (
                    "lifted_reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="撤销原因"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_reason", None)),
                            models.Q(
                                ("lifted_at__isnull", False), ("lifted_reason__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="rejection_lifted_with_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(verbose_name="结对日期")),
                (
                    "end",
                    models.DateField(
                        help_text="the first day it no longer holds",
                        null=True,
                        verbose_name="解除日期",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("village", "同村（社区）"),
                            ("township", "同乡镇（街道）"),
                            ("district", "同区县"),
                            ("beyond", "跨区县"),
                        ],
                        max_length=8,
                        verbose_name="远近",
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="所依据的背景查询")),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("child_left", "儿童退出台账"),
                            ("child_moved", "儿童迁居"),
                            ("into_institution", "转入机构养育"),
                            ("carer_left", "爱心妈妈离岗"),
                            ("carer_unable", "爱心妈妈因病因事不能继续"),
                            ("family_wish", "儿童或监护人要求更换"),
                            ("rearranged", "为就近另作安排"),
                            ("by_mistake", "录入有误"),
                            ("yearly", "年度重排更换"),
                            ("undone", "发布后撤回"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="解除原因",
                    ),
                ),
                (
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairings",
                        to="people.carer",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairings",
                        to="people.child",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairings",
                        to="pairing.proposal",
                    ),
                ),
                (
                    "ended_note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
            ],
            options={
                "ordering": ["-start", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("end", None)),
                        fields=["carer"],
                        name="pairing_carer_open",
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("child", "="),
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
                        name="pairing_one_carer_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end", None),
                            ("end__gt", models.F("start")),
                            models.Q(("end", models.F("start")), ("ended_reason", "undone")),
                            _connector="OR",
                        ),
                        name="pairing_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", None), ("ended_reason", "")),
                            models.Q(
                                ("end__isnull", False),
                                models.Q(("ended_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pairing_ends_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_on__lte", models.F("start")),
                            django.db.models.lookups.LessThan(
                                nuantong.pairing.models.pairing.YearBefore("start"),
                                models.F("checked_on"),
                            ),
                        ),
                        name="pairing_check_in_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="第几年")),
                ("on", models.DateField(verbose_name="回访日期")),
                (
                    "going",
                    models.CharField(
                        choices=[("well", "处得好"), ("fair", "一般"), ("hard", "有困难")],
                        max_length=8,
                        verbose_name="相处得怎样",
                    ),
                ),
                (
                    "child_wish",
                    models.CharField(
                        choices=[
                            ("continue", "愿意继续"),
                            ("change", "希望换一位"),
                            ("end", "希望结束"),
                            ("unknown", "没能问到"),
                        ],
                        max_length=8,
                        verbose_name="孩子的意愿",
                    ),
                ),
                (
                    "guardian_wish",
                    models.CharField(
                        choices=[
                            ("continue", "愿意继续"),
                            ("change", "希望换一位"),
                            ("end", "希望结束"),
                            ("unknown", "没能问到"),
                        ],
                        max_length=8,
                        verbose_name="监护人的意愿",
                    ),
                ),
                (
                    "carer_wish",
                    models.CharField(
                        choices=[
                            ("continue", "愿意继续"),
                            ("change", "希望换一位"),
                            ("end", "希望结束"),
                            ("unknown", "没能问到"),
                        ],
                        max_length=8,
                        verbose_name="爱心妈妈的意愿",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("continue", "继续结对"),
                            ("change", "更换爱心妈妈"),
                            ("end", "解除结对"),
                        ],
                        max_length=8,
                        verbose_name="结论",
                    ),
                ),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="更换或解除的原因"
                    ),
                ),
                (
                    "words",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="回访情况"
                    ),
                ),
                ("by", models.CharField(max_length=60, verbose_name="回访人")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "pairing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="pairing.pairing",
                    ),
                ),
                (
                    "user",
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
                    models.UniqueConstraint(fields=("pairing", "year"), name="review_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1)), name="review_after_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "continue"), ("reason__isnull", False), _connector="OR"
                        ),
                        name="review_change_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("at", models.DateTimeField(verbose_name="算出时间")),
                ("policy", models.JSONField(default=dict, verbose_name="排法")),
                ("given", models.BinaryField()),
                (
                    "digest",
                    models.CharField(help_text="of the answer, to compare with", max_length=64),
                ),
                ("figures", models.JSONField(default=dict)),
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="pairing.pairinground",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="run_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
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
                        choices=[("pin", "指定"), ("forbid", "不要")],
                        max_length=8,
                        verbose_name="安排",
                    ),
                ),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="原因"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="取消时间")),
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
                    "carer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.carer",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "lifted_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="pairing.pairinground",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "pin"), ("lifted_at", None)),
                        fields=("round", "household"),
                        name="wish_one_pin_a_household",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("round", "household", "carer"),
                        name="wish_once_a_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "pin"), ("reason__isnull", False), _connector="OR"
                        ),
                        name="wish_forbids_with_a_reason",
                    ),
                ],
            },
        ),
    ]
