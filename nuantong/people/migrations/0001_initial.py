import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields
import nuantong.core.lookups
import nuantong.people.models.child


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("accounts", "__first__"),
        ("core", "0001_extensions"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE people_child_number",
            reverse_sql="DROP SEQUENCE people_child_number",
        ),
        migrations.CreateModel(
            name="Carer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
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
                ("phone_index", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
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
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="特长",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(default=1, verbose_name="可结对户数"),
                ),
                (
                    "background_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="背景查询日期"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "在岗"), ("left", "已退出")],
                        default="active",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="所在村（社区）",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carer",
                        to=settings.AUTH_USER_MODEL,
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
                        blank=True,
                        db_default=models.Value(
                            [],
                            output_field=django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), size=None
                            ),
                        ),
                        default=list,
                        size=None,
                        verbose_name="方便的时间",
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
                        blank=True,
                        db_default=models.Value(
                            [],
                            output_field=django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), size=None
                            ),
                        ),
                        default=list,
                        size=None,
                        verbose_name="语言",
                    ),
                ),
                (
                    "remark",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="备注"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place"], name="carer_place"),
                    models.Index(fields=["phone_index"], name="carer_phone_index"),
                    django.contrib.postgres.indexes.GinIndex(
                        nuantong.core.lookups.Characters("name"), name="carer_characters"
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("pinyin"), "varchar_pattern_ops"
                        ),
                        name="carer_initials",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            nuantong.core.lookups.SecondWord("pinyin"), "text_pattern_ops"
                        ),
                        name="carer_sound",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id_index",),
                        name="carer_id_once",
                        nulls_distinct=True,
                        violation_error_message="该身份证号已登记在另一位爱心妈妈名下。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="carer_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__lte", 20)), name="carer_capacity_is_sane"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="regions.region"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        db_default=nuantong.people.models.child.NextChildNumber(),
                        editable=False,
                        max_length=12,
                        verbose_name="儿童编号",
                    ),
                ),
                ("key", models.UUIDField(editable=False, null=True, unique=True)),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("on_register", "在册"), ("left", "已退出")],
                        default="on_register",
                        max_length=12,
                        verbose_name="在册状态",
                    ),
                ),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                (
                    "left_reason",
                    models.CharField(blank=True, max_length=60, verbose_name="退出原因"),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                (
                    "pinyin",
                    models.CharField(
                        editable=False, help_text="initials, then the whole", max_length=160
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[("1", "男"), ("2", "女"), ("0", "未知")],
                        default="0",
                        max_length=1,
                        verbose_name="性别",
                    ),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                ("ethnicity", models.CharField(blank=True, max_length=20, verbose_name="民族")),
                (
                    "id_number",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="身份证号"
                    ),
                ),
                ("id_index", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                (
                    "id_status",
                    models.CharField(
                        choices=[
                            ("valid", "有效"),
                            ("wrong", "有误，待核实"),
                            ("ruined", "被表格软件损坏，待补录"),
                            ("shared", "与他人重复，待核实"),
                            ("missing", "无证件"),
                        ],
                        max_length=8,
                        verbose_name="证件状态",
                    ),
                ),
                ("place_since", models.DateField(editable=False, null=True)),
                (
                    "address",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="详细住址"
                    ),
                ),
                (
                    "setting",
                    models.CharField(
                        choices=[("scattered", "散居"), ("institution", "机构")],
                        default="scattered",
                        max_length=12,
                        verbose_name="养育方式",
                    ),
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
                            ("", "未采集"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="就学情况",
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=80, verbose_name="学校")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="年级班级")),
                ("boarding", models.BooleanField(blank=True, null=True, verbose_name="寄宿")),
                ("teacher", models.CharField(blank=True, max_length=40, verbose_name="班主任")),
                (
                    "teacher_phone",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="班主任电话"
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
                            ("", "未采集"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="身体情况",
                    ),
                ),
                (
                    "health_note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="健康说明"
                    ),
                ),
                (
                    "remark",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="备注"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.organisation",
                        verbose_name="所在机构",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="regions.region",
                        verbose_name="现居住地",
                    ),
                ),
                (
                    "registered_place",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="户籍地",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="people.household",
                    ),
                ),
                (
                    "birth_written",
                    models.DateField(
                        editable=False,
                        help_text="not read off the ID number",
                        null=True,
                        verbose_name="名册另写的出生日期",
                    ),
                ),
                (
                    "condition_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="when school or health were last written otherwise",
                        null=True,
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
                        blank=True,
                        db_default=models.Value(
                            [],
                            output_field=django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), size=None
                            ),
                        ),
                        default=list,
                        size=None,
                        verbose_name="语言",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "name"], name="child_place_name"),
                    models.Index(fields=["id_index"], name="child_id_index"),
                    models.Index(fields=["pinyin", "birth_date"], name="child_sound_birth"),
                    models.Index(fields=["birth_date"], name="child_birth"),
                    django.contrib.postgres.indexes.GinIndex(
                        nuantong.core.lookups.Characters("name"), name="child_characters"
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("pinyin"), "varchar_pattern_ops"
                        ),
                        name="child_initials",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            nuantong.core.lookups.SecondWord("pinyin"), "text_pattern_ops"
                        ),
                        name="child_sound",
                    ),
                    models.Index(
                        fields=["place", "pinyin", "id"],
                        include=("status", "number", "name"),
                        name="child_list",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="child_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("id_status", "valid")),
                        fields=("id_index",),
                        name="child_valid_id_once",
                        violation_error_message="该身份证号已登记在另一名儿童名下。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("id_status", "missing"), ("id_index__isnull", False), _connector="OR"
                        ),
                        name="child_id_known_unless_missing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_on", None), ("status", "on_register")),
                            models.Q(
                                ("left_on__isnull", False),
                                ("status", "left"),
                                models.Q(("left_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="child_left_with_date_and_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="child_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Residence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(null=True)),
                ("until", models.DateField()),
                ("by", models.CharField(max_length=60)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="residences",
                        to="people.child",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="regions.region"
                    ),
                ),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
            ],
            options={
                "ordering": ["-until"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="residence_ends_after_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("child", "="),
                            (
                                models.Func(
                                    models.F("since"),
                                    models.F("until"),
                                    models.Value("[)"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="residence_one_place_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantedChild",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="granted",
                        to="people.child",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="access.grant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("grant", "child"), name="grantedchild_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardian",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="监护人")),
                (
                    "relation",
                    models.CharField(blank=True, max_length=20, verbose_name="与儿童关系"),
                ),
                (
                    "phone",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="联系电话"
                    ),
                ),
                ("phone_index", nuantong.core.fields.BlindIndexField(max_length=32, null=True)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardians",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("until"), descending=True, nulls_first=True)],
                "indexes": [models.Index(fields=["phone_index"], name="guardian_phone_index")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("child",),
                        name="guardian_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParentSituation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "parent",
                    models.CharField(
                        choices=[("father", "父亲"), ("mother", "母亲")],
                        max_length=6,
                        verbose_name="父母",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="姓名")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("dead", "死亡"),
                            ("missing", "失踪"),
                            ("severely_disabled", "重残"),
                            ("severely_ill", "重病"),
                            ("in_prison", "服刑在押"),
                            ("drug_rehabilitation", "强制隔离戒毒"),
                            ("detained", "其他限制人身自由措施"),
                            ("lost_contact", "失联"),
                            ("guardianship_revoked", "撤销监护资格"),
                            ("deported", "遣送（驱逐）出境"),
                            ("working_away", "外出务工"),
                            ("left_home", "离家、改嫁或离异未抚养"),
                            ("caring", "正常"),
                            ("other", "其他"),
                            ("unknown", "未采集"),
                        ],
                        default="unknown",
                        max_length=24,
                        verbose_name="情况",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parent_situations",
                        to="people.child",
                    ),
                ),
                (
                    "cross_county",
                    models.BooleanField(blank=True, null=True, verbose_name="在本区县以外务工"),
                ),
                (
                    "disability_grade",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="残疾等级"
                    ),
                ),
                (
                    "disability_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sight", "视力"),
                            ("hearing", "听力"),
                            ("speech", "言语"),
                            ("limbs", "肢体"),
                            ("intellect", "智力"),
                            ("mind", "精神"),
                            ("multiple", "多重"),
                            ("", "未采集"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                        verbose_name="残疾类别",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="of a sentence or another measure",
                        null=True,
                        verbose_name="期限（月）",
                    ),
                ),
                (
                    "basis",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="依据"
                    ),
                ),
                (
                    "wording",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="原表述"
                    ),
                ),
            ],
            options={
                "ordering": [
                    "parent",
                    models.OrderBy(models.F("until"), descending=True, nulls_first=True),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None),
                            ("since", None),
                            ("until__gt", models.F("since")),
                            _connector="OR",
                        ),
                        name="parentsituation_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disability_grade", None),
                            ("disability_grade__range", (1, 4)),
                            _connector="OR",
                        ),
                        name="parentsituation_grade_is_one_to_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months", None), ("months__range", (1, 1200)), _connector="OR"
                        ),
                        name="parentsituation_months_are_sane",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Label",
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
                            ("hardship", "困境"),
                            ("left_behind", "留守"),
                            ("migrant", "流动"),
                            ("disabled", "残疾"),
                            ("severely_ill", "重病"),
                            ("poor", "家庭贫困"),
                            ("guardianship", "监护缺失或不当"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                (
                    "recogniser",
                    models.CharField(blank=True, max_length=60, verbose_name="认定单位"),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="起")),
                ("until", models.DateField(blank=True, null=True, verbose_name="止")),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="labels",
                        to="people.child",
                    ),
                ),
                (
                    "ended_because",
                    models.CharField(
                        blank=True, db_default="", max_length=60, verbose_name="终止依据"
                    ),
                ),
                (
                    "basis",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="认定依据"
                    ),
                ),
                (
                    "subtype",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="细类"
                    ),
                ),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("until"), descending=True, nulls_first=True),
                    "category",
                ],
                "indexes": [
                    models.Index(fields=["category", "child"], name="label_category_child")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None),
                            ("since", None),
                            ("until__gt", models.F("since")),
                            _connector="OR",
                        ),
                        name="label_ends_after_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("category"),
                                    models.F("child"),
                                    function="hashtextextended",
                                ),
                                "=",
                            ),
                            (
                                models.Func(
                                    models.F("since"),
                                    models.F("until"),
                                    models.Value("[)"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="label_category_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
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
                        verbose_name="需求",
                    ),
                ),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="说明"
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="提出日期")),
                ("raised_by", models.CharField(max_length=60, verbose_name="提出人")),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="解决日期")),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="people.child",
                    ),
                ),
                (
                    "met_how",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="解决情况"
                    ),
                ),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("met_on"), descending=True, nulls_first=True),
                    "-raised_on",
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("met_on", None)),
                        fields=("child", "kind"),
                        name="need_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("together", models.UUIDField(db_index=True)),
                ("on", models.DateField(verbose_name="迁居日期")),
                (
                    "address",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="新的详细住址"
                    ),
                ),
                (
                    "phone",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="监护人新电话"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待接收"),
                            ("accepted", "已接收"),
                            ("refused", "不接收"),
                            ("withdrawn", "已撤回"),
                            ("lapsed", "已失效"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("proposed_on", models.DateField()),
                ("proposer", models.CharField(max_length=60)),
                ("decided_on", models.DateField(null=True)),
                ("decider", models.CharField(blank=True, max_length=60)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="people.child",
                    ),
                ),
                (
                    "proposed_by",
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
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "decision",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
                (
                    "reason",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="原因"
                    ),
                ),
            ],
            options={
                "ordering": ["proposed_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["target"],
                        name="move_target_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("child",),
                        name="move_one_open",
                    ),
                    models.UniqueConstraint(
                        fields=("child", "together"), name="move_child_once_together"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__isnull", False)), name="move_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source", None),
                            models.Q(("source", models.F("target")), _negated=True),
                            _connector="OR",
                        ),
                        name="move_goes_elsewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("on__lte", models.F("proposed_on"))),
                        name="move_not_to_come",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("state", "proposed")),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="move_decided_with_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "accepted"]),
                            ("decision__isnull", False),
                            _connector="OR",
                        ),
                        name="move_ended_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
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
                            ("holiday", "去外地过假期"),
                            ("hospital", "住院"),
                            ("with_parents", "随父母暂住"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="原因",
                    ),
                ),
                (
                    "where",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="去了哪里"
                    ),
                ),
                (
                    "contact",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="联系人和电话"
                    ),
                ),
                ("since", models.DateField(verbose_name="离开日期")),
                ("expected", models.DateField(null=True, verbose_name="预计回来日期")),
                ("until", models.DateField(null=True, verbose_name="回来日期")),
                ("by", models.CharField(max_length=60)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("until"), descending=True, nulls_first=True)],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="absence_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expected", None),
                            ("expected__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="absence_expected_after_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("child", "="),
                            (
                                models.Func(
                                    models.F("since"),
                                    models.F("until"),
                                    models.Value("[)"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="absence_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reprieve",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField(verbose_name="下次核对日期")),
                ("on", models.DateField()),
                ("by", models.CharField(max_length=60)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reprieves",
                        to="people.child",
                    ),
                ),
                (
                    "why",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="原因"
                    ),
                ),
            ],
            options={
                "ordering": ["-until"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why__isnull", False)), name="reprieve_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("on"))),
                        name="reprieve_is_to_come",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastCondition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField()),
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
                            ("", "未采集"),
                        ],
                        max_length=16,
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=80, verbose_name="学校")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="年级班级")),
                ("boarding", models.BooleanField(null=True)),
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
                            ("", "未采集"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "health_note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, sealed_as="people.child.health_note"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_conditions",
                        to="people.child",
                    ),
                ),
            ],
            options={
                "verbose_name": "就学与健康变化",
                "ordering": ["-until"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("child", "until"), name="pastcondition_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "setting",
                    models.CharField(
                        choices=[("scattered", "散居"), ("institution", "机构")], max_length=12
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "begun",
                    models.CharField(
                        choices=[
                            ("registered", "新登记"),
                            ("arrived", "市外迁入"),
                            ("returned", "恢复在册"),
                            ("moved", "迁入或养育方式变更"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "迁出"),
                            ("released", "父母刑满释放"),
                            ("rehabilitated", "父亲或母亲戒毒成功"),
                            ("parents_found", "找回父母"),
                            ("adult", "年满18周岁"),
                            ("adopted", "被收养"),
                            ("left_city", "迁出本市"),
                            ("ineligible", "不再符合条件"),
                            ("died", "死亡"),
                            ("duplicate", "重复登记"),
                            ("other", "其他"),
                        ],
                        db_default="",
                        max_length=16,
                    ),
                ),
                ("known_from", models.DateField()),
                ("known_until", models.DateField(null=True)),
                (
                    "came_from",
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
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="people.child",
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
                (
                    "went_to",
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
                    "note",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("known_until", None)),
                        fields=["place"],
                        name="registration_place_known",
                    ),
                    models.Index(fields=["since"], name="registration_since"),
                    models.Index(fields=["known_from"], name="registration_known_from"),
                    models.Index(
                        condition=models.Q(("until__isnull", False)),
                        fields=["until"],
                        name="registration_until",
                    ),
                    models.Index(
                        condition=models.Q(("known_until__isnull", False)),
                        fields=["known_until"],
                        name="registration_known_until",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended", ""), ("until", None)),
                            models.Q(
                                ("until__gt", models.F("since")),
                                ("until__isnull", False),
                                models.Q(("ended", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="registration_ends_after_start_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_until", None),
                            ("known_until__gt", models.F("known_from")),
                            _connector="OR",
                        ),
                        name="registration_known_for_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="退出日期")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("released", "父母刑满释放"),
                            ("rehabilitated", "父亲或母亲戒毒成功"),
                            ("parents_found", "找回父母"),
                            ("adult", "年满18周岁"),
                            ("adopted", "被收养"),
                            ("left_city", "迁出本市"),
                            ("ineligible", "不再符合条件"),
                            ("died", "死亡"),
                            ("duplicate", "重复登记"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="退出原因",
                    ),
                ),
                (
                    "last_paid",
                    models.DateField(
                        help_text="the first of the month", null=True, verbose_name="末领年月"
                    ),
                ),
                ("recorded_on", models.DateField()),
                ("by", models.CharField(max_length=60)),
                ("undone_on", models.DateField(null=True)),
                ("undone_by", models.CharField(blank=True, max_length=60)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exits",
                        to="people.child",
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
                    "cause",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="死亡原因"
                    ),
                ),
                (
                    "evidence",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="依据材料"
                    ),
                ),
                (
                    "handling",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="死亡处理方式"
                    ),
                ),
                (
                    "note",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="情况说明"
                    ),
                ),
                (
                    "undone_why",
                    nuantong.core.fields.EncryptedTextField(blank=True, editable=True, null=True),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "released",
                                    "rehabilitated",
                                    "parents_found",
                                    "adult",
                                    "adopted",
                                    "left_city",
                                    "ineligible",
                                    "died",
                                    "duplicate",
                                    "other",
                                ],
                            )
                        ),
                        name="exit_reason_is_of_the_table",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "other"), _negated=True),
                            ("note__isnull", False),
                            _connector="OR",
                        ),
                        name="exit_other_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "died"), _negated=True),
                            ("cause__isnull", False),
                            _connector="OR",
                        ),
                        name="exit_death_has_a_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_paid", None), ("last_paid__day", 1), _connector="OR"
                        ),
                        name="exit_last_paid_is_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("on__lte", models.F("recorded_on"))),
                        name="exit_not_to_come",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_on", None), ("undone_why", None)),
                            models.Q(("undone_on__isnull", False), ("undone_why__isnull", False)),
                            _connector="OR",
                        ),
                        name="exit_undone_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_on", None)),
                        fields=("child", "on"),
                        name="exit_once_a_day",
                    ),
                ],
            },
        ),
    ]
