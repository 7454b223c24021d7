"""What offices call their columns: one table per kind of roster, to be read and added to.

A heading is compared without spaces, line breaks, brackets, asterisks and hints. `PERSON` holds
what may be asked of anybody; whose it is comes from a word before it (监护人姓名), from the group
above it (监护人 | 姓名), or from where it stands. Whatever is not in `KEPT` is listed as unmapped.
"""

from typing import Final

from nuantong.core.text.words import listed


def _table(**columns: str) -> dict[str, str]:
    """Heading → field, from field → headings."""
    return {heading: field for field, text in columns.items() for heading in listed(text)}


PERSON: Final = _table(
    name="姓名 名字 姓名全称 真实姓名 姓名汉字",
    sex="性别 男女 性别男女",
    ethnicity="民族 族别 民族成份 民族成分",
    birth_date="""出生日期 出生年月 出生年月日 出生时间 出生日 生日 出生 出生日期年月日 出生年月日期
    出生年份 出生日月 生年月日""",
    id_number="""身份证号 身份证号码 身份证 身份证件号码 身份证件号 身份证编号 公民身份号码
    公民身份证号码 公民身份证号 公民身份证 ID号码 ID号 身份ID号码 身份证ID 证件ID号 id号码 id号 居民身份证号码 居民身份证号 居民身份证 居民身份号码
    证件号码 证件号 有效证件号码 有效证件号 身份号码 身份证18位 18位身份证号 身份证号18位
    身份证号码18位 身份证明号码 证件编号 证号""",
    other_number="学籍号 全国学籍号 学籍号码 学籍编号 残疾证号 残疾人证号 残疾证号码 残疾人证号码 户口本号",
    phone="""联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 联系手机 移动电话
    联系电话号码 手机电话 联系电话手机 固定电话 家庭电话 家庭联系电话 家庭联系方式""",
    situation="""情况 现状 状况 状态 现况 情形 目前状况 目前情况 现状况 现实情况 基本现状 去向 目前状态
    履行监护职责情况 现状情况 情况说明""",
    workplace="工作单位 务工地点 务工地 务工地址 工作地点 打工地点 职业",
)
OF_PARENTS: Final = _table(
    situation="""基本情况 具体情况 生存状况 生存情况 失能情况 失能状况 类型 无法履行监护职责情形
    是否健在 健在否 健在与否 是否还健在 健在情况 是否在世 在世否 是否去世 去世否 是否已去世 是否死亡 是否过世
    是否已故 是否亡故""",
)
"""Asked of somebody only where the heading says that it is the father or the mother."""

PLACE: Final = _table(
    district="""区县 县区 区 县 区县名称 县市区 区县市 区市县 区县自治县 市区县 区划 县 区域 行政区 县名
    区县级 县级""",
    township="""乡镇街道 镇街 乡镇 街道 镇乡 街镇 镇街道 乡街道 镇 乡 街道乡镇 乡镇名称 乡镇街道名称
    乡镇街道办 乡镇街道办事处 街道办事处 镇街名称 镇街乡 乡镇级 镇乡街道""",
    village="""村社区 村 社区 村居 村居社区 村社 村委会 居委会 村居委会 行政村 村社区名称 村名 社区村
    村委会居委会 村民委员会 社区居委会 村居名称 居村 村级 村组 村庄 村居民委员会 村委社区 村委""",
    whole="村社区全称 行政区划 地区 所在地区 辖区 属地 所属区划 所在地 所属地区 所属辖区 区县乡镇村 区县镇村",
)

LIVING_WORDS: Final = listed(
    """所属 所在 居住 现居住 现住 现居 家庭 住址 居住地 现居住地 现住址 家庭所在 常住 所在地 儿童所在 住所
    家庭住址 家庭地址 现居住地址 地址 居住地址 常住地 现居地 家庭所在地 居住所在 现"""
)
REGISTERED_WORDS: Final = listed(
    "户籍 户口 户籍地 户籍所在 户籍所在地 户口所在地 户口所在 户籍地址 户口地 户籍信息 户籍情况"
)

CHILD: Final = _table(
    name="学生 儿童 孩子 小孩 幼儿 在校生 学生名字 儿童名字 孩子名字",
    serial="序号 序 NO No no 行号 顺序号 次序 项次 编号 #",
    address="""现居住地 现居住地址 现住址 家庭住址 家庭地址 详细地址 详细住址 住址 地址 居住地 居住地址
    常住地址 常住地 现住地 现住地址 通讯地址 联系地址 家庭详细地址 家庭详细住址 现居地 现居地址 住所 居住地点
    现居住详细地址 现居住地详细地址 居住地详细地址 现家庭住址 现家庭地址 家庭居住地 家庭居住地址 详细居住地址
    家庭所在地 家庭现住址 家庭现居住地 实际居住地 实际居住地址 目前居住地 现详细住址 居住详细地址 住房地址
    目前居住地址 现在住址 现在居住地 现在居住地址 目前住址""",
    registered="""户籍地 户籍所在地 户籍地址 户口所在地 户籍 户口地址 户籍详细地址 户口所在地址 户籍所在地址
    户籍住址 户口地 户籍所在地详细地址 户口登记地 户籍登记地址""",
    guardian_relation="""与儿童关系 与儿童的关系 与孩子关系 与孩子的关系 关系 与被监护人关系 与学生关系
    与学生的关系 与未成年人关系 与未成年人的关系 监护关系 与本人关系 与本人的关系 与其关系 称谓 亲属关系
    与小孩关系 与子女关系 与监护对象关系 与被监护人的关系 与困境儿童关系 与留守儿童关系 与儿童何种关系
    儿童与监护人关系 与监护人关系 与监护人的关系 与受助儿童关系 与孤儿关系 和儿童关系 和孩子关系 与该儿童关系
    照护关系 抚养关系 与儿童之间关系 与儿童之间的关系""",
    parents="父母情况 父母现状 父母状况 父母亲情况 父母亲现状 家庭情况 家庭情况备注 父母双方情况 家庭成员情况 父母基本情况",
    health="身体情况 身体状况 健康状况 健康情况 健康程度 健康 身体健康状况 身体健康情况 身体 儿童健康状况 病残情况 患病情况 身心状况 身心情况",
    disability="残疾情况 残疾状况 残疾类别等级 残疾类别及等级 残疾类型及等级 残疾类型等级 残疾等级类别 残疾 残疾类别和等级 是否残疾",
    disability_kind="残疾类别 残疾类型 残疾种类 残疾类 残别",
    disability_grade="残疾等级 残疾级别 残级 残疾程度",
    stage="""就学情况 就学状况 学业状况 就读情况 在读情况 学段 就学阶段 学业情况 受教育情况 在学情况
    文化程度 教育阶段 就读阶段 上学情况 入学情况 教育情况 教育状况 受教育程度 就读学段 在校情况 学习阶段 学习情况 教育程度 就学状态""",
    school="就读学校 学校 所在学校 学校名称 就读学校名称 所在学校名称 就读院校 学校全称 在读学校 就学学校 就读幼儿园学校 现就读学校",
    grade="年级 年级班级 就读年级 所在年级 年级班 班级年级 就读年级班级 所在年级班级 现就读年级 在读年级",
    school_class="班级 班 所在班级 就读班级 班别",
    boarding="""是否寄宿 是否住校 寄宿 住校 是否学校寄宿 寄宿情况 住宿情况 是否寄宿生 住读 是否住读
    是否在校寄宿 是否在校住宿 是否住宿 就读方式 是否住校生 是否寄宿制 学校寄宿 住校情况 寄宿与否""",
    needs="""需求 主要需求 帮扶需求 关爱需求 需要帮助 需求情况 服务需求 困难需求 帮扶建议 救助需求 目前需求
    儿童需求 需求类型 需求类别 帮扶需求类型 需帮扶内容 帮扶内容 主要困难及需求 困难及需求 关爱服务需求 帮助需求
    主要困难 需要解决的困难 主要帮扶需求 需要的帮助 所需帮助 救助帮扶需求 最需要的帮助 心愿 微心愿""",
    category="""类别 儿童类别 困境类型 困境类别 儿童类型 人员类别 保障类别 对象类别 身份类别 类型
    困境儿童类型 困境儿童类别 标签 分类 所属类别 儿童分类 人员类型 对象类型 保障类型 困境情形 救助类别 救助类型""",
    poverty="""是否低保 家庭经济状况 低保 是否建档立卡 建档立卡贫困户 家庭类型 是否贫困户 是否低保户
    经济状况 贫困类型 家庭经济情况 是否建卡贫困户 是否建档立卡贫困户 家庭困难类型 低保情况 贫困情况 建卡贫困户 低保户""",
    setting="养育方式 安置方式 供养方式 养育情况 安置情况 养育类型 集中或散居 供养情况 抚养方式 养育状况",
    remark="备注 备 其他情况 备注说明 其它情况 情况说明 注 特殊情况 其他说明 备注栏 其他需要说明的情况 其他 其它",
)  # fmt: skip

CARER: Final = _table(
    name="爱心妈妈",
    serial="序号 序 NO No no 行号 顺序号 次序 项次 编号 #",
    address="现居住地 现居住地址 现住址 家庭住址 家庭地址 详细地址 住址 地址 居住地 居住地址 常住地址 通讯地址 联系地址",
    post="""职务 岗位 现任职务 村社区职务 现任村社区职务 工作岗位 担任职务 单位及职务 现职务 妇联职务 职务身份 职务岗位 村居职务
    身份 社会职务 单位职务 所任职务 任职情况 职务名称 职业 工作单位及职务 工作单位职务""",
    skills="特长 有何特长 专长 技能 擅长 服务特长 专业特长 个人特长 特长爱好 擅长领域 服务专长 专业 特长专长 技能特长 专业技能 服务领域 擅长方面 爱好特长",
    languages="""语言 会说的语言 会讲的语言 语言能力 掌握语言 会何种语言 方言 少数民族语言 民族语言 掌握的语言 会说语言
    语言特长 语种 会手语 语言及手语 使用语言""",
    availability="""方便的时间 方便时间 可服务时间 服务时间 可用时间 空闲时间 志愿服务时间 可参加时间 可陪伴时间 有空的时间
    能服务的时间 可提供服务时间 可服务时段 服务时段 空余时间 时间安排""",
    hours="""每周可用小时 每周可服务小时 每周服务时长 可服务小时 每周小时数 服务时长 每周可服务时长 每周时长 每月可服务小时
    每月服务时长 可服务小时数 可投入小时""",
    capacity="""可结对户数 可结对数 结对户数 结对意愿户数 可结对儿童户数 愿意结对户数 拟结对户数 结对数量
    可结对家庭数 最多结对户数 可帮扶户数 可结对家庭户数 能结对户数 可结对户 结对家庭数 意愿结对户数 可承担结对户数
    可结对数量 愿结对户数 结对能力户数 可结对 最多可结对户数 可接受结对户数 结对上限 可结对儿童数 可结对人数
    结对意愿户 可承担户数 可结对家庭 能结对几户 能带几户 愿意结对几户 结对能力 结对能力户 意向结对户数 愿结对户""",
    background_checked_on="""背景查询日期 背景查询时间 背景审查日期 背景审查时间 入职查询日期 入职查询时间
    违法犯罪记录查询日期 违法犯罪查询日期 无犯罪证明日期 无犯罪记录证明日期 背景调查日期 查询日期 背景核查日期
    背景核查时间 无犯罪记录查询日期 背景查询 背景审查 犯罪记录查询日期 违法犯罪记录查询时间 背景调查时间 审查日期 查询时间
    犯罪记录查询时间 无犯罪记录查询时间 无犯罪证明开具日期 背景核查 从业查询日期 背景审查通过日期 背景查询通过时间
    最近背景查询日期""",
    remark="备注 其他情况 备注说明 说明 注 其他说明 备注栏 其他 其它",
)  # fmt: skip

CHECK: Final = _table(
    name="爱心妈妈 被查询人 被查询人姓名 查询对象 查询对象姓名 被核查人 人员姓名 申请查询人",
    serial="序号 序 NO No no 行号 顺序号 次序 项次 编号 #",
    staff_number="工号 账号 登录账号 人员编号 人员工号 爱心妈妈编号",
    checked_on="""查询日期 查询时间 日期 时间 核查日期 核查时间 审查日期 审查时间 出具日期 出具时间 开具日期
    开具时间 反馈日期 回复日期 证明日期 背景查询日期 背景查询时间 背景审查日期 背景审查时间 入职查询日期
    违法犯罪记录查询日期 违法犯罪查询日期 无犯罪证明日期 无犯罪记录证明日期 无犯罪记录查询日期 犯罪记录查询日期""",
    organ="""查询机关 机关 查询单位 出具单位 出具机关 开具单位 开具机关 公安机关 派出所 核查单位 核查机关
    审查单位 审查机关 反馈单位 查询派出所 受理单位 受理机关 查询机关名称""",
    result="""结果 查询结果 核查结果 审查结果 反馈结果 查询情况 背景查询结果 背景审查结果 违法犯罪记录 犯罪记录
    有无违法犯罪记录 有无犯罪记录 有无相关违法犯罪记录 有无记录 有无前科 有无违法犯罪 是否有违法犯罪记录
    是否有犯罪记录 是否有前科 违法犯罪记录查询结果 犯罪记录查询结果 违法犯罪查询结果 查询结论 结论""",
    document="文书号 文号 文书编号 证明编号 证明号 查询编号 函号 回执号 回执编号 证明文号 告知函编号 告知书编号",
    remark="备注 其他情况 备注说明 说明 注 其他说明 备注栏 情况说明 其他 其它",
)  # fmt: skip

ROLES: Final[dict[str, frozenset[str]]] = {
    "child": listed(
        """儿童 孩子 学生 小孩 幼儿 未成年人 被监护人 本人 子女 孤儿 困境儿童 留守儿童 流动儿童 服务对象
        受助儿童 帮扶对象 结对儿童 关爱对象 保障对象 残疾儿童 散居孤儿 事实无人抚养儿童 受助人 受助对象 少儿 救助对象 基本
        未保对象 对象 人员 被救助人 小朋友 残疾人 被保障人 保障人员 持证人 患儿 患者 受益人 在校生 困难学生
        资助对象 受资助学生 参保人 低保人员 特困人员"""
    ),
    "guardian": listed(
        """监护人 法定监护人 实际监护人 现监护人 第一监护人 主要监护人 家长 抚养人 实际抚养人 照料人
        委托照料人 受委托监护人 委托监护人 监护照料人 养育人 抚养者 主要照顾人 照护人 联系人 家庭联系人 照顾人
        主要照料人 实际照料人 现抚养人 监护人家长 家长监护人 监护人抚养人 临时监护人 看护人 监护
        委托照护人 受委托照护人 被委托监护人 代理监护人 目前监护人 现实际监护人 监护人1 监护人一 成员1 成员一
        家庭成员1 家庭成员一 家属 亲属"""
    ),
    "father": listed("父亲 父 爸爸 生父 父方 其父 父亲方"),
    "mother": listed("母亲 母 妈妈 生母 母方 其母 母亲方"),
    "teacher": listed("班主任 班主任老师 老师 班主任教师 教师"),
    "other": listed("祖父 祖母 外祖父 外祖母 爷爷 奶奶 外公 外婆 兄弟 姐妹 爱心妈妈 结对人 帮扶人 填报人 祖父母 外祖父母 村干部 儿童主任 儿童督导员 学校 负责人 爱心人士 帮扶责任人 社工"),
}  # fmt: skip

CARER_ROLES: Final[dict[str, frozenset[str]]] = {
    "child": listed("爱心妈妈 志愿者 本人 结对人 结对妈妈 妈妈 爱心妈妈志愿者 爱心家长 巾帼志愿者 代理妈妈 基本 个人 人员 执委"),
    "other": listed("儿童 孩子 监护人 紧急联系人 联系人 填报人 家属 配偶 丈夫 结对儿童 推荐人 妇联主席"),
}  # fmt: skip

ENGLISH: Final = _table(
    姓名="name fullname studentname childname childsname studentsname pupilname nameofchild nameofstudent",
    性别="sex gender",
    出生日期="birthdate dateofbirth dob birthday birthdate born birth",
    身份证号="""idnumber idno idcard idcardno idcardnumber nationalid nationalidno identitynumber
    identitycard identitycardno identityno citizenid citizenidno""",
    学籍号="studentid studentno studentnumber",
    监护人姓名="guardian guardianname guardiansname parent parentname parentsname nameofguardian",
    监护人电话="guardianphone guardiantel guardianmobile parentphone parentmobile parenttel",
    联系电话="""phone phoneno phonenumber mobile mobileno mobilenumber mobilephone tel telephone
    telephoneno contact contactno contactnumber""",
    学校="school schoolname nameofschool",
    年级="grade",
    班级="class",
    民族="ethnicity ethnicgroup nation nationality",
    住址="address homeaddress homeaddr residence currentaddress",
    区县="district county",
    乡镇="township town street subdistrict",
    村="village community",
    父亲姓名="father fathername fathersname",
    母亲姓名="mother mothername mothersname",
    与儿童关系="relation relationship",
    备注="remark remarks note notes comment comments",
)
"""Small letters only → the heading an office would have written: exports of foreign systems."""

KEPT: Final[dict[str, dict[str, str]]] = {
    "children": {
        "name": "姓名",
        "sex": "性别",
        "ethnicity": "民族",
        "birth_date": "出生日期",
        "id_number": "身份证号",
        "district": "区县",
        "township": "乡镇（街道）",
        "village": "村（社区）",
        "whole": "所在地（一格写全）",
        "address": "现居住地",
        "registered": "户籍地",
        "registered_district": "户籍区县",
        "registered_township": "户籍乡镇（街道）",
        "registered_village": "户籍村（社区）",
        "guardian_name": "监护人姓名",
        "guardian_relation": "与儿童关系",
        "guardian_phone": "监护人电话",
        "father_name": "父亲姓名",
        "father_situation": "父亲情况",
        "mother_name": "母亲姓名",
        "mother_situation": "母亲情况",
        "parents": "父母情况（一格写全）",
        "health": "身体情况",
        "disability": "残疾情况",
        "disability_kind": "残疾类别",
        "disability_grade": "残疾等级",
        "stage": "就学情况",
        "school": "就读学校",
        "grade": "年级",
        "school_class": "班级",
        "boarding": "是否寄宿",
        "teacher_name": "班主任",
        "teacher_phone": "班主任电话",
        "needs": "需求",
        "category": "儿童类别",
        "poverty": "家庭经济状况",
        "setting": "养育方式",
        "remark": "备注",
    },
    "carers": {
        "name": "姓名",
        "sex": "性别",
        "id_number": "身份证号",
        "phone": "手机",
        "district": "区县",
        "township": "乡镇（街道）",
        "village": "村（社区）",
        "whole": "所在地（一格写全）",
        "address": "住址",
        "post": "职务",
        "skills": "特长",
        "languages": "语言",
        "availability": "方便的时间",
        "hours": "每周可用小时",
        "capacity": "可结对户数",
        "background_checked_on": "背景查询日期",
        "remark": "备注",
    },
    "checks": {
        "name": "姓名",
        "id_number": "身份证号",
        "staff_number": "工号",
        "phone": "手机",
        "district": "区县",
        "township": "乡镇（街道）",
        "village": "村（社区）",
        "whole": "所在地（一格写全）",
        "checked_on": "查询日期",
        "organ": "查询机关",
        "result": "结果",
        "document": "文书号",
        "remark": "备注",
    },
}
"""The fields a column can be mapped to, by kind, as the mapping page names them."""

TABLES: Final = {
    "children": {**PERSON, **PLACE, **CHILD},
    "carers": {**PERSON, **PLACE, **CARER},
    "checks": {**PERSON, **PLACE, **CHECK},
}
ROLES_OF: Final = {"children": ROLES, "carers": CARER_ROLES, "checks": CARER_ROLES}
KIND_WORDS: Final = {
    "carers": listed("爱心妈妈 志愿者 巾帼 结对意愿 执委"),
    "children": listed("儿童 孤儿 学生 学籍 困境 留守 未成年"),
    "checks": listed("查询结果 背景查询 背景审查 核查结果 违法犯罪 犯罪记录"),
}
