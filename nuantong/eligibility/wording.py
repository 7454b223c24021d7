"""Words of lists → facts: 父强制隔离戒毒；母失踪, 父母双亡, 父亲外出务工, 单亲, 随祖父母生活.

Used for rows of any office's roster, whether the child is on the register or not.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from nuantong.core.text import compact
from nuantong.core.text.words import is_placeholder, listed
from nuantong.eligibility.values import Disability, Facts, Situation

SITUATIONS: Final = {
    word: code
    for code, words in {
        "dead": "死亡 去世 病故 亡故 已故 亡 身故 过世 病逝 意外死亡 车祸死亡 溺亡 因病去世 注销户口 故 死 宣告死亡 自杀 逝世 双亡",
        "missing": "失踪 宣告失踪 下落不明",
        "severely_disabled": "重残 重度残疾 残疾一级 残疾二级 一级残疾 二级残疾 严重残疾 一级智力残疾 精神残疾 智力残疾 重度残 精神病 精神分裂症",
        "severely_ill": "重病 大病 患重病 重大疾病 癌症 尿毒症 患大病 重疾",
        "in_prison": "服刑 服刑在押 在押 坐牢 判刑 监狱服刑 入狱 在监服刑 服刑人员 羁押 刑拘",
        "drug_rehabilitation": "强制隔离戒毒 强制戒毒 强戒 戒毒 隔离戒毒 吸毒 强制隔离戒毒人员",
        "detained": "其他限制人身自由措施 其他限制人身自由 被限制人身自由 限制人身自由 被执行其他限制人身自由的措施 拘留",
        "lost_contact": "失联 失去联系 离家出走失联 无法联系 联系不上 出走失联 失联六个月以上 长期失联 出走 离家出走",
        "guardianship_revoked": "撤销监护资格 被撤销监护资格 撤销监护权 监护资格撤销 监护权被撤销",
        "deported": "遣送出境 驱逐出境 被遣送出境 被驱逐出境 遣送驱逐出境 遣返",
        "working_away": "外出务工 务工 在外务工 外出打工 打工 外出 长期外出 外地务工 在外打工 外出工作",
        "left_home": "改嫁 离家 离异 离婚 离异未抚养 再婚 另组家庭 离异改嫁 离家未归 离婚未抚养 已改嫁 不履行抚养义务 重组家庭",
        "caring": "正常 健在 在家 健康 良好 在家务农 务农 一般 正常履行 履行监护 照顾中",
    }.items()
    for word in listed(words)
}  # fmt: skip
LONGEST_FIRST: Final = sorted(SITUATIONS.items(), key=lambda pair: -len(pair[0]))
OVER: Final = re.compile("刑满|释放|出狱|戒毒成功|解除|找回|未失|没有失|已返家")
"""What was so once and is so no longer: the present situation is not known from it."""

BOTH: Final = r"(?:父母|双亲)(?:亲|双方|二人|都|均|双双)*"
ONE_OF_THEM: Final = re.compile("一方|[父爸]亲?或者?[母妈]")
"""Which of the two is not said."""
FATHER: Final = r"(?<![祖伯叔舅姑姨岳继养干])(?:父亲|父|爸爸|爸)"
MOTHER: Final = r"(?<![祖伯叔舅姑姨岳继养干])(?:母亲|母|妈妈|妈)"
CLAUSE: Final = re.compile(
    rf"((?<![祖伯]){BOTH}|{FATHER}|{MOTHER})[:：]?((?:(?!(?<![祖伯叔舅姑姨岳继养干])[父母爸妈])[^;；,，。、])*)"
)
FOUNDLING: Final = re.compile("弃婴|弃儿|查找不到生?父母|父母不明")
LIVES_WITH: Final = re.compile(
    r"(?:随|跟|由)(父|母|爸|妈)(?:亲|爸|妈)?(?:一起)?(?:共同)?(?:生活|居住|抚养)"
)
MONTHS: Final = re.compile(r"(?:刑|判|期限?)?([一二两三四五六七八九十]+|\d{1,2})(年|个月)")
NUMERALS: Final = {n: i for i, n in enumerate("零一二三四五六七八九十")} | {"两": 2}
TERMED: Final = frozenset({"in_prison", "drug_rehabilitation", "detained"})
DISABILITIES: Final = {
    "视力": "sight", "听力": "hearing", "言语": "speech", "语言": "speech", "肢体": "limbs",
    "智力": "intellect", "精神": "mind", "多重": "multiple",
}  # fmt: skip
NOT_DISABLED: Final = re.compile("[无非没未](?:有)?残")
GRADE: Final = re.compile("([一二三四1234])级")


def from_words(
    text: str,
    *,
    father: str = "",
    mother: str = "",
    born: dt.date | None = None,
    stage: str = "",
    home: str = "",
    poverty: str = "",
    disability: str = "",
    illness: str = "",
) -> Facts:
    """What a row says: a remark of the family, and cells about the father and the mother.

    Words that say nothing certain of one parent (单亲, 随祖父母生活) are kept in `said`.
    """
    of_father, of_mother = of_parents(text)
    own = (situations(father) or of_father, situations(mother) or of_mother)
    said = "" if any(own) or is_placeholder(compact(text)) else text.strip()[:60]
    return Facts(
        born=born, stage=stage, father=own[0], mother=own[1], home=home, poverty=poverty,
        disability=disability_of(disability), illness=illness, said=said,
        foundling=bool(FOUNDLING.search(compact(text))),
    )  # fmt: skip


@lru_cache(1 << 14)
def of_parents(text: str) -> tuple[tuple[Situation, ...], tuple[Situation, ...]]:
    """父强制隔离戒毒；母失踪 → what holds of the father and of the mother."""
    plain = compact(text)
    if "双亡" in plain:
        dead = (Situation("dead", wording="死亡"),)
        return dead, dead
    if ONE_OF_THEM.search(plain):
        return (), ()
    found: dict[str, tuple[Situation, ...]] = {"father": (), "mother": ()}
    for who, what in CLAUSE.findall(plain):
        said = situations(what.strip("()[] "))
        for parent in ("father", "mother") if who[:2] in ("父母", "双亲") else (_parent(who),):
            found[parent] = found[parent] or said
    for who in LIVES_WITH.findall(plain):
        found[_parent(who)] = (Situation("caring", wording="正常"),)
    return found["father"], found["mother"]


def _parent(who: str) -> str:
    return "father" if who[0] in "父爸" else "mother"


@lru_cache(1 << 14)
def situations(words: str) -> tuple[Situation, ...]:
    """What a cell or clause about one parent says; nothing when it says nothing known."""
    plain = compact(words)
    if not plain or OVER.search(plain):
        return ()
    status = SITUATIONS.get(plain) or next(
        (code for word, code in LONGEST_FIRST if len(word) > 1 and word in plain), ""
    )
    disability = disability_of(plain)
    if disability and status in ("", "severely_disabled") and (status or disability.grade):
        kind, grade = disability.kind, disability.grade
        return (Situation("severely_disabled", disability=kind, grade=grade, wording=plain[:60]),)
    if not status:
        return ()
    return (Situation(status, months=_months(plain, status), wording=plain[:60]),)


def _months(words: str, status: str) -> int | None:
    found = MONTHS.search(words) if status in TERMED else None
    if not found:
        return None
    number = _number(found.group(1))
    return (number * 12 if found.group(2) == "年" else number) or None


def _number(text: str) -> int:
    """十二 → 12, 三 → 3."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    high = NUMERALS.get(tens, 1 if ten else 0) * 10 if ten else 0
    return high + NUMERALS.get(ones, 0)


@lru_cache(1 << 12)
def disability_of(text: str) -> Disability | None:
    """肢体二级 → kind and grade; 残疾 → neither known; nothing → None."""
    plain = compact(text)
    kind = next((code for word, code in DISABILITIES.items() if word in plain), "")
    grade = GRADE.search(plain)
    if NOT_DISABLED.search(plain):
        return None
    if not grade and "残" not in plain and not (kind and len(plain) <= 4):
        return None
    number = NUMERALS.get(grade.group(1)) or int(grade.group(1)) if grade else None
    return Disability(kind, number)
