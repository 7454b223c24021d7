"""Words of lists → the register's codes. Unknown words are kept as text and noted, never lost."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from nuantong.core.text import compact, parse_yes_no
from nuantong.core.text.words import is_placeholder, listed
from nuantong.eligibility.wording import SITUATIONS as PARENTS_SITUATIONS
from nuantong.eligibility.wording import of_parents


def _table(**codes: str) -> dict[str, str]:
    return {word: code for code, words in codes.items() for word in listed(words)}


def _longest_first(table: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(table.items(), key=lambda pair: -len(pair[0]))


SITUATIONS: Final = PARENTS_SITUATIONS | _table(
    unknown="不详 未知 不明 无 — / 未采集 不清楚 情况不明 - —— "
)
LOST: Final = frozenset({"dead", "missing"})

HEALTH: Final = _table(
    healthy="健康 良好 正常 健康良好 身体健康 健康状况良好 好 无疾病",
    weak="一般 较弱 一般或较弱 体弱 体弱多病 较差 差 亚健康",
    chronic="慢性病 慢病 患病 有病 生病 疾病 长期患病 患慢性病 先天性疾病 患有疾病",
    severe="重病 大病 重大疾病 患重病 重疾 白血病 癌症 先天性心脏病 罕见病",
    disabled="残疾 重残 残 肢体残疾 智力残疾 视力残疾 听力残疾 言语残疾 精神残疾 多重残疾 重度残疾",
    other="其他 其它",
)  # fmt: skip

STAGES: Final = _table(
    preschool="学龄前 学前 未入学 未上学 学龄前儿童 未入园 婴幼儿 散居 未到学龄 学前儿童",
    kindergarten="幼儿园 幼儿 学前班 在园 学前教育 幼教 小班 中班 大班 托幼",
    primary="小学 小学生 小学在读 小 义务教育小学",
    junior="初中 初级中学 初中生 初中在读 中学 义务教育初中",
    senior="高中 普通高中 高中生 高级中学 高中在读 普高",
    vocational="中职 中专 职高 技校 中等职业学校 职业高中 职中 中等职业 中职中专 职业学校",
    college="大专 大学 本科 高职 大专及以上 专科 高等教育 大专以上 研究生 大学本科 高校",
    dropped_out="辍学 失学 休学 退学 失学辍学 厌学",
    not_in_school="不在学 毕业 已毕业 不在校 肄业 就业 未就学 已就业 务工 文盲 结业 无",
)  # fmt: skip
GRADE_STAGE: Final = (
    (re.compile(r"^(小班|中班|大班|学前|幼|托)"), "kindergarten"),
    (re.compile(r"^(高|职|中职|中专)[一二三123]?"), "senior"),
    (re.compile(r"^(初|[七八九789]年级|[七八九](\(|年|班))"), "junior"),
    (re.compile(r"^(小学|[一二三四五六123456]年级|[一二三四五六](\(|年|班))"), "primary"),
)
SCHOOL_STAGE: Final = (
    (re.compile("幼儿园|幼稚园|托儿所"), "kindergarten"),
    (re.compile("小学|完小|村小"), "primary"),
    (re.compile("初级中学|初中"), "junior"),
    (re.compile("职业|技工|中专|职教|技师"), "vocational"),
    (re.compile("高级中学|高中"), "senior"),
    (re.compile("大学|学院|高等专科"), "college"),
)

NEEDS: Final = _table(
    living="生活救助 生活 生活困难 经济帮助 经济困难 生活补助 物质帮扶 生活保障 资金 经济救助 物资 生活帮扶 助学金 物质帮助 经济 生活照料",
    medical="医疗救助 医疗 治病 康复 就医 看病 医疗帮扶 医疗康复 大病救助 康复训练 医疗保障",
    study="学习辅导 学业辅导 学习 助学 课业辅导 教育 教育救助 学业 功课辅导 教育帮扶 学业帮扶 入学 复学",
    counselling="心理疏导 心理辅导 心理 心理关爱 心理咨询 情感关怀 精神关爱 亲情陪伴 陪伴 情感陪伴 心理健康 心理支持 精神慰藉",
    guardianship="监护指导 监护 家庭教育 家庭教育指导 监护督促 委托监护 家教指导 照料 监护支持 监护干预",
    legal="法律援助 法律 维权 法律帮助 权益维护 落户 户口登记 户籍登记 法律服务",
    housing="住房改善 住房 住房救助 危房改造 改善住房 居住环境 住房保障",
    other="其他 其它",
)  # fmt: skip

CATEGORIES: Final = _table(
    orphan="孤儿 散居孤儿 社会散居孤儿 机构孤儿 集中供养孤儿 机构集中养育孤儿 父母双亡",
    unattended="事实无人抚养 事实无人抚养儿童 事实孤儿 事实上无人抚养 事实上无人抚养儿童 事实无人扶养 事实无人抚养儿 无人抚养",
    hardship="困境 困境儿童 其他困境儿童 特困儿童 生活困境 困难儿童 其他困境 身心困境 特困",
    left_behind="留守 留守儿童 农村留守儿童 城乡留守儿童 农村留守",
    migrant="流动 流动儿童 随迁子女",
    disabled="残疾 残疾儿童 重残儿童 自身残疾 重残",
    severely_ill="重病 重病儿童 患病儿童 大病儿童 大病",
    poor="家庭贫困 贫困 低保 贫困家庭 建档立卡 低保家庭儿童 贫困儿童 低保儿童 贫困家庭儿童 建档立卡贫困户",
    guardianship="监护缺失 监护不当 监护缺失或不当 监护困境 监护失当 监护缺失儿童 单亲 单亲家庭",
)  # fmt: skip
POVERTY: Final = listed(
    """低保 低保户 低保家庭 建档立卡 建档立卡贫困户 建卡贫困户 特困 特困供养 贫困户 贫困 低保边缘
    支出型困难 防返贫监测 脱贫户 低收入 低保边缘户 监测户 建卡户 城市低保 农村低保 特困家庭 困难"""
)
SETTINGS: Final = _table(
    scattered="散居 社会散居 分散 分散供养 分散养育 家庭养育 亲属养育 亲属抚养 散养 家庭寄养 居家",
    institution="机构 集中 集中供养 机构养育 集中养育 福利院 机构集中养育 福利机构 儿童福利院",
)  # fmt: skip
SKILLS: Final = _table(
    psychology="心理 心理咨询 心理辅导 心理疏导 心理健康 谈心",
    education="教育 教学 学习辅导 家庭教育 辅导作业 教师 文化 家教 学业辅导 文艺 音乐 舞蹈 绘画 手工",
    medical="医护 医疗 护理 医生 护士 卫生 医务 医学 健康 保健 村医",
    law="法律 法律援助 普法 律师 维权 调解",
    other="其他 其它",
)  # fmt: skip

LANGUAGES: Final = _table(
    sign="手语 哑语 手语翻译 聋哑语",
    tujia="土家语 土家话 土家族语",
    miao="苗语 苗话 苗族语",
    yi="彝语 彝话 彝族语",
    tibetan="藏语 藏话 藏族语",
    elsewhere="外地方言 方言 粤语 广东话 白话 闽南话 客家话 湖南话 湖北话 贵州话 云南话 江浙话 上海话 河南话 东北话",
    foreign="外语 英语 日语 俄语 法语 德语 韩语 西班牙语",
    plain="普通话 汉语 国语 中文 本地话 当地话 本地方言 当地方言 重庆话 四川话",
)  # fmt: skip
"""`plain` goes without saying and is not kept."""
TIMES: Final = _table(
    weekday="工作日白天 工作日 平时 平日 白天 上班时间 周一至周五 周一到周五 星期一至星期五",
    evening="工作日晚上 晚上 晚间 夜间 下班后 下班以后 周一至周五晚上 周一到周五晚上 平时晚上 每天晚上 傍晚",
    weekend="周末 双休日 星期六 星期天 星期日 周六 周日 周天 礼拜六 礼拜天 休息日 周末白天 周末晚上",
    holiday="寒暑假 寒假 暑假 假期 节假日 学校放假 法定节假日",
    always="随时 都可以 都行 全天 任何时间 不限 时间不限 均可 全年 天天 每天",
)  # fmt: skip
"""`always` is each of the others."""

SEPARATORS: Final = re.compile(r"[、，,;；./\s|+＋。\\]+|和|及|与")


@lru_cache(1 << 14)
def code_of(text: str, which: str) -> str:
    """The code of a whole cell, '' when the words are unknown."""
    table = TABLES[which]
    return table.get(text) or next(
        (code for word, code in ORDERED[which] if len(word) > 1 and word in text), ""
    )


@lru_cache(1 << 14)
def codes_of(text: str, which: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of a cell that lists several words, and the words that are unknown."""
    words = [word for word in SEPARATORS.split(text) if word and not is_placeholder(word)]
    codes = {word: code_of(word, which) for word in words}
    known = tuple(dict.fromkeys(code for code in codes.values() if code))
    return known, tuple(word for word, code in codes.items() if not code)


TABLES: Final = {
    "situation": SITUATIONS, "health": HEALTH, "stage": STAGES, "need": NEEDS,
    "category": CATEGORIES, "setting": SETTINGS, "skill": SKILLS, "language": LANGUAGES, "time": TIMES,
}  # fmt: skip
ORDERED: Final = {which: _longest_first(table) for which, table in TABLES.items()}


def parents_of(text: str) -> tuple[str, str]:
    """父强制隔离戒毒；母失踪 → what it says of the father and of the mother."""
    father, mother = of_parents(text)
    return "".join(one.wording for one in father[:1]), "".join(one.wording for one in mother[:1])


def stage_of(stage: str, grade: str, school: str) -> str:
    """From the words of the stage, else of the grade, else of the school."""
    if stage and (code := code_of(stage, "stage")):
        return code
    for text, table in ((grade, GRADE_STAGE), (school, SCHOOL_STAGE)):
        for pattern, code in table:
            if text and pattern.search(compact(text)):
                return code
    return ""


def poverty_of(text: str) -> str:
    """The kind of poverty a cell states, '' when none."""
    if parse_yes_no(text) is False or text.startswith(("非", "不是", "无", "否")):
        return ""
    return next((word for word in sorted(POVERTY, key=len, reverse=True) if word in text), "")


def joined(words: Iterable[str]) -> str:
    return "、".join(word for word in words if word)
