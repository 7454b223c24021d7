import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
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
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_name", models.CharField(max_length=60, verbose_name="销号人")),
                ("at", models.DateTimeField(verbose_name="销号时间")),
                (
                    "counts",
                    models.JSONField(
                        default=dict, help_text="the village's sums when it was closed"
                    ),
                ),
                ("reopened_at", models.DateTimeField(null=True)),
                ("reopened_by_name", models.CharField(blank=True, max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "reopened_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("linking", "等待比对"),
                            ("review", "核对是否同一人"),
                            ("second", "由另一人核对"),
                            ("visit", "入户走访"),
                            ("register", "登记入册"),
                            ("facts", "补充情况"),
                        ],
                        db_default="",
                        help_text="what began to wait there",
                        max_length=10,
                    ),
                ),
                (
                    "reopened_why",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, help_text="of a person", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at", None)),
                        fields=("region",),
                        name="closing_once_at_a_time",
                        violation_error_message="这个村（社区）已经销号。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reopened_at", None), ("reopened_for", ""), ("reopened_why", None)
                            ),
                            models.Q(
                                ("reopened_at__isnull", False),
                                models.Q(
                                    models.Q(("reopened_for", ""), _negated=True),
                                    ("reopened_why__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="closing_reopened_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名册名称")),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("education", "教委"),
                            ("civil_affairs", "民政"),
                            ("disabled", "残联"),
                            ("police", "公安"),
                            ("health", "卫健"),
                            ("justice", "司法"),
                            ("poverty", "扶贫"),
                            ("other", "其他部门"),
                        ],
                        max_length=16,
                        verbose_name="报送部门",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("care", "保障名单（名单上的孩子都应在册）"),
                            ("population", "人口名单（多数孩子无需登记）"),
                        ],
                        max_length=12,
                        verbose_name="性质",
                    ),
                ),
                (
                    "mapping",
                    models.JSONField(
                        default=dict, help_text="heading → field, as somebody confirmed it"
                    ),
                ),
                ("created_by", models.CharField(max_length=60)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="地域范围",
                    ),
                ),
                (
                    "judged_at",
                    models.DateTimeField(
                        help_text="when its records were last judged anew", null=True
                    ),
                ),
                (
                    "judged_event",
                    models.BigIntegerField(default=0, help_text="the newest change known by then"),
                ),
                (
                    "judged_to",
                    models.BigIntegerField(default=0, help_text="every record up to here is done"),
                ),
                (
                    "judging_at",
                    models.DateTimeField(help_text="begun and not finished yet", null=True),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "name"),
                        name="source_name_once",
                        violation_error_message="这个地方已经有同名的名册。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="source_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Load",
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
                ("version", models.PositiveIntegerField(verbose_name="期数")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "待核对"),
                            ("reading", "读取"),
                            ("comparing", "与上次比较"),
                            ("linking", "与台账比对"),
                            ("done", "已完成"),
                            ("discarded", "已作废"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="文件")),
                ("digest", models.CharField(help_text="SHA-256 of the bytes", max_length=64)),
                (
                    "sheets",
                    models.JSONField(
                        default=list, help_text="what was found: name, rows, title, years"
                    ),
                ),
                (
                    "chosen",
                    models.JSONField(
                        default=list, help_text="names of the sheets to be read, in order"
                    ),
                ),
                ("mapping", models.JSONField(default=dict, help_text="heading → field")),
                ("revision", models.PositiveIntegerField(default=0)),
                ("notes", models.JSONField(default=list)),
                ("stop_asked", models.BooleanField(default=False)),
                ("at_sheet", models.PositiveSmallIntegerField(default=0)),
                (
                    "at_row",
                    models.PositiveIntegerField(
                        default=0, help_text="everything up to here is stored"
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
                ("new", models.PositiveIntegerField(default=0, verbose_name="新出现")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="有变化")),
                ("same", models.PositiveIntegerField(default=0, verbose_name="无变化")),
                ("gone", models.PositiveIntegerField(default=0, verbose_name="不再出现")),
                ("by_name", models.CharField(max_length=60, verbose_name="上传人")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
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
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loads",
                        to="sweeps.source",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "version"), name="load_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ["done", "discarded"]), _negated=True),
                        fields=("source",),
                        name="load_one_at_a_time",
                        violation_error_message="这份名册还有一期没有处理完，请先完成或作废。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "discarded"), _negated=True),
                        fields=("source", "digest"),
                        name="load_file_once",
                        violation_error_message="同一个文件已经导入过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["received", "reading", "comparing", "discarded"]),
                            (
                                "rows",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("new"), "+", models.F("changed")
                                    ),
                                    "+",
                                    models.F("same"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="load_sums_close",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FilePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "content",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
                (
                    "load",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="sweeps.load",
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("load", "number"), name="filepart_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("sealed", None)),
                            models.Q(("content", None), ("sealed__isnull", False)),
                            _connector="OR",
                        ),
                        name="filepart_has_one_form",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="姓名")),
                ("sex", models.CharField(blank=True, max_length=1, verbose_name="性别")),
                ("birth_date", models.DateField(null=True, verbose_name="出生日期")),
                ("id_index", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                ("fingerprint", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("no_name", "没有姓名"),
                                ("no_id", "没有可用的身份证号"),
                                ("shifted", "列错位，已移回读取"),
                                ("adult", "已满18周岁"),
                                ("outside", "不在名册范围"),
                                ("repeated", "与前面一行完全相同"),
                                ("odd_cells", "单元格有问题"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("hint", models.CharField(blank=True, max_length=24, verbose_name="情形")),
                (
                    "content",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True,
                        editable=True,
                        help_text="JSON: everything else the row says",
                        null=True,
                    ),
                ),
                ("gone_at", models.DateTimeField(null=True, verbose_name="不再出现")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("on_register", "在册"),
                            ("found", "新发现并登记"),
                            ("excluded", "已排除"),
                            ("waiting", "待办"),
                            ("not_home", "走访未找到"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="去向",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ordinary", "所载情况不属困境"),
                            ("visited", "走访后不属困境"),
                            ("adult", "已满18周岁"),
                            ("moved", "已迁出"),
                            ("dead", "已死亡"),
                            ("duplicate", "与另一行重复"),
                            ("outside", "不在本名册的地域范围"),
                            ("no_person", "不是人员信息"),
                            ("left", "已退出台账"),
                            ("linking", "等待比对"),
                            ("review", "核对是否同一人"),
                            ("second", "由另一人核对"),
                            ("visit", "入户走访"),
                            ("register", "登记入册"),
                            ("facts", "补充情况"),
                        ],
                        default="linking",
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="起")),
                ("by_name", models.CharField(blank=True, max_length=60, verbose_name="由谁定")),
                ("rule", models.CharField(blank=True, max_length=80, verbose_name="依据的规则")),
                ("handed_to", models.CharField(blank=True, max_length=80, verbose_name="转由何人")),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sweep_records",
                        to="people.child",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="sweeps.record",
                    ),
                ),
                (
                    "first_load",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sweeps.load",
                    ),
                ),
                (
                    "last_load",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sweeps.load",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="sweeps.source",
                    ),
                ),
                (
                    "handed_user",
                    models.ForeignKey(
                        db_index=False,
                        help_text="her account; a person without one is a name alone",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="转给谁",
                    ),
                ),
                (
                    "hint_basis",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="依据"
                    ),
                ),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
            ],
            options={
                "verbose_name": "名册记录",
                "indexes": [
                    models.Index(fields=["source", "fingerprint"], name="record_fingerprint"),
                    models.Index(fields=["region", "name", "id"], name="record_by_place"),
                    models.Index(
                        fields=["standing", "reason", "region"], name="record_by_standing"
                    ),
                    models.Index(
                        fields=["name"], name="record_by_name", opclasses=["varchar_pattern_ops"]
                    ),
                    models.Index(
                        condition=models.Q(("hint", ""), _negated=True),
                        fields=["hint", "region"],
                        name="record_with_hint",
                    ),
                    models.Index(
                        condition=models.Q(("gone_at__isnull", False)),
                        fields=["source", "region"],
                        name="record_gone",
                    ),
                    models.Index(
                        condition=models.Q(("handed_to", ""), _negated=True),
                        fields=["region"],
                        name="record_handed",
                    ),
                    models.Index(
                        condition=models.Q(("standing", "waiting")),
                        fields=["region", "reason", "since"],
                        name="record_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("child__isnull", False)),
                        fields=["child", "source", "id"],
                        name="record_of_child",
                    ),
                    models.Index(
                        condition=models.Q(("duplicate_of__isnull", False)),
                        fields=["duplicate_of"],
                        name="record_duplicate_of",
                    ),
                    models.Index(
                        condition=models.Q(("handed_user__isnull", False)),
                        fields=["handed_user"],
                        name="record_handed_user",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "reason__in",
                                    (
                                        "ordinary",
                                        "visited",
                                        "adult",
                                        "moved",
                                        "dead",
                                        "duplicate",
                                        "outside",
                                        "no_person",
                                        "left",
                                    ),
                                ),
                                ("standing", "excluded"),
                            ),
                            models.Q(
                                (
                                    "reason__in",
                                    ("linking", "review", "second", "visit", "register", "facts"),
                                ),
                                ("standing", "waiting"),
                            ),
                            models.Q(
                                ("reason", ""),
                                ("standing__in", ["on_register", "found", "not_home"]),
                            ),
                            _connector="OR",
                        ),
                        name="record_standing_has_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("child__isnull", False), ("standing__in", ["on_register", "found"])
                            ),
                            models.Q(
                                models.Q(("standing__in", ["on_register", "found"]), _negated=True),
                                ("child", None),
                            ),
                            _connector="OR",
                        ),
                        name="record_registered_means_a_child",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duplicate_of__isnull", False), ("reason", "duplicate")),
                            models.Q(
                                models.Q(("reason", "duplicate"), _negated=True),
                                ("duplicate_of", None),
                            ),
                            _connector="OR",
                        ),
                        name="record_duplicate_names_the_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("duplicate_of", models.F("id")), _negated=True),
                        name="record_is_not_its_own_duplicate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_to", ""), ("standing", "waiting"), _connector="OR"
                        ),
                        name="record_only_waiting_is_handed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_user", None),
                            models.Q(("handed_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="record_handed_by_name_too",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoadRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="行号")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("new", "新出现"), ("changed", "有变化"), ("same", "无变化")],
                        max_length=7,
                    ),
                ),
                ("fingerprint", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                ("id_index", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="姓名")),
                ("sex", models.CharField(blank=True, max_length=1)),
                ("birth_date", models.DateField(null=True)),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("no_name", "没有姓名"),
                                ("no_id", "没有可用的身份证号"),
                                ("shifted", "列错位，已移回读取"),
                                ("adult", "已满18周岁"),
                                ("outside", "不在名册范围"),
                                ("repeated", "与前面一行完全相同"),
                                ("odd_cells", "单元格有问题"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("hint", models.CharField(blank=True, max_length=24)),
                (
                    "problems",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True,
                        editable=True,
                        help_text="JSON: pairs of heading and problem",
                        null=True,
                    ),
                ),
                ("content", models.BinaryField(null=True)),
                ("before", models.BinaryField(null=True)),
                (
                    "load",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="sweeps.load",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="sweeps.record",
                    ),
                ),
                (
                    "hint_basis",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, sealed_as="sweeps.record.hint_basis"
                    ),
                ),
            ],
            options={
                "ordering": ["sheet", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome__in", ["new", "changed"])),
                        fields=["load", "outcome", "sheet", "number"],
                        name="loadrow_changed",
                    ),
                    models.Index(
                        condition=models.Q(("problems__isnull", False)),
                        fields=["load", "sheet", "number"],
                        name="loadrow_problems",
                    ),
                    models.Index(
                        fields=["load", "name"],
                        name="loadrow_name",
                        opclasses=["int8_ops", "varchar_pattern_ops"],
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("load", "sheet", "number"), name="loadrow_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("record__isnull", False)),
                        fields=("record", "load"),
                        name="loadrow_record_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerStanding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("on_register", "在册"),
                            ("found", "新发现并登记"),
                            ("excluded", "已排除"),
                            ("waiting", "待办"),
                            ("not_home", "走访未找到"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ordinary", "所载情况不属困境"),
                            ("visited", "走访后不属困境"),
                            ("adult", "已满18周岁"),
                            ("moved", "已迁出"),
                            ("dead", "已死亡"),
                            ("duplicate", "与另一行重复"),
                            ("outside", "不在本名册的地域范围"),
                            ("no_person", "不是人员信息"),
                            ("left", "已退出台账"),
                            ("linking", "等待比对"),
                            ("review", "核对是否同一人"),
                            ("second", "由另一人核对"),
                            ("visit", "入户走访"),
                            ("register", "登记入册"),
                            ("facts", "补充情况"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=80)),
                ("handed_to", models.CharField(blank=True, max_length=80)),
                ("by_name", models.CharField(blank=True, max_length=60)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "child",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former",
                        to="sweeps.record",
                    ),
                ),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, sealed_as="sweeps.record.note"
                    ),
                ),
            ],
            options={
                "ordering": ["-until", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=40, verbose_name="模型版本")),
                ("weight", models.FloatField(null=True, verbose_name="权重")),
                ("levels", models.JSONField(default=dict)),
                ("guard", models.CharField(blank=True, max_length=40)),
                (
                    "decider",
                    models.CharField(
                        choices=[("auto", "自动"), ("person", "人工"), ("registered", "由此登记")],
                        max_length=10,
                        verbose_name="由谁定",
                    ),
                ),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by_name", models.CharField(blank=True, max_length=60)),
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
                        related_name="roster_links",
                        to="people.child",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="sweeps.record",
                    ),
                ),
                (
                    "undone_why",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
            ],
            options={
                "verbose_name": "名册对应",
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("record",),
                        include=("child",),
                        name="link_one_at_a_time",
                        violation_error_message="这一行已经对应到另一名儿童。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_why", None)),
                            models.Q(("undone_at__isnull", False), ("undone_why__isnull", False)),
                            _connector="OR",
                        ),
                        name="link_undone_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待核对"),
                            ("asked", "请第二人核对"),
                            ("apart", "两人结论不同，请第三人核对"),
                            ("same", "同一人"),
                            ("different", "不是同一人"),
                            ("dropped", "不再需要"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("model", models.CharField(max_length=40)),
                ("weight", models.FloatField(null=True)),
                ("levels", models.JSONField(default=dict)),
                ("guard", models.CharField(blank=True, max_length=40)),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="1: the likeliest of a record's"
                    ),
                ),
                (
                    "sampled",
                    models.BooleanField(
                        default=False, help_text="read again, blind, by somebody else"
                    ),
                ),
                ("claimed_until", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roster_cards",
                        to="people.child",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards_beside",
                        to="sweeps.record",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="sweeps.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "核对卡片",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["open", "asked", "apart"])),
                        fields=["record", "rank"],
                        name="card_open",
                    ),
                    models.Index(
                        condition=models.Q(("sampled", True)), fields=["id"], name="card_sampled"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("record", "child"), name="card_child_once"),
                    models.UniqueConstraint(fields=("record", "other"), name="card_other_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("child__isnull", False), ("other", None)),
                            models.Q(("child", None), ("other__isnull", False)),
                            _connector="OR",
                        ),
                        name="card_beside_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("other", models.F("record")), _negated=True),
                        name="card_beside_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("state__in", ["open", "asked", "apart"])
                            ),
                            models.Q(
                                models.Q(("state__in", ["open", "asked", "apart"]), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="card_decided_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claimed_by", None), ("claimed_until", None)),
                            models.Q(
                                ("claimed_by__isnull", False), ("claimed_until__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="card_claim_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_name", models.CharField(max_length=60)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("same", "同一人"),
                            ("different", "不是同一人"),
                            ("ask", "拿不准"),
                        ],
                        max_length=9,
                    ),
                ),
                ("blind", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="sweeps.card",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["by", "-at"], name="reading_by")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("card", "by"),
                        name="reading_once_each",
                        violation_error_message="您已经核对过这张卡片。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("blind", True), ("undone_at", None)),
                        fields=("card",),
                        name="reading_blind_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("standing", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=10)),
                ("handed", models.BooleanField()),
                ("gone", models.BooleanField()),
                ("count", models.IntegerField()),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sweeps.source",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["region", "source"], name="tally_place")],
            },
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                (
                    "child",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.child",
                    ),
                ),
                ("counted", models.BooleanField(help_text="on the register")),
                (
                    "sources",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="in order, one for each record",
                        size=None,
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
        ),
        migrations.CreateModel(
            name="ChildTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sources",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
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
            ],
            options={
                "indexes": [models.Index(fields=["place"], name="childtally_place")],
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.IntegerField()),
                ("mark", models.DecimalField(decimal_places=0, max_digits=40)),
            ],
        ),
    ]
