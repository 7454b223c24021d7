"""Names as people write them → one form, its two parts."""

import re
from typing import Final

import polars as pl

from nuantong.core.text import parse_name
from nuantong.core.text.names import DOT, LOST
from nuantong.core.text.words import PLACEHOLDERS, listed
from nuantong.linkage.cleaning.distinct import mended, without_controls, words
from nuantong.linkage.cleaning.variants import SIMPLIFIED

HAN: Final = r"\u4e00-\u9fff"
TRADITIONAL: Final = "".join(SIMPLIFIED)
BLANK: Final = r"[ \u3000\t]"
NO_NAME: Final = PLACEHOLDERS | listed(
    """姓名 名字 无名 无名氏 未取名 没取名 未起名 待取名 未命名 小孩 儿童 新生儿 婴儿 男婴 女婴 某某 弃婴 弃儿
    保密 不祥 未上户口 无户口 黑户 未登 幼儿 学生 孩子 合计 总计 小计 共计
    填报人 填表人 审核人 制表人 负责人 复核人 经办人 录入人 联系人"""
)
"""What stands in a name's place where there is none yet."""
SIMPLER: Final = str.maketrans(SIMPLIFIED)
SEVERAL: Final = re.compile(r"[/、,，;；|\n\t]")
NO_PERSON: Final = re.compile(
    r"(填|审|复核|制表|录入|负责|经办|联系|单位|备注|说明|日期)[^:]{0,6}:|姓名$|^.?[合总小共]计"
)
"""Signatures, headings that stand again at a page break, and totals."""
LONGEST: Final = 40
WITHHELD: Final = re.compile(r"(?<=.)某+$")
TITLE: Final = re.compile(
    r"(?<=..)(同学|小朋友|先生|女士|老师|阿姨|小孩|之子|之女|的孩子|等\d*人)$"
)
STATE: Final = re.compile(
    r"(?<=..)[-—_/、,，;；:：]?(已?(转走|转学|转出|迁出|迁走|死亡|去世|失联|毕业|休学|辍学|外出)|"
    r"双胞胎|龙凤胎|老大|老二|老三|长子|次子|长女|次女|孤儿|残疾)$"
)
NUMBER_BEFORE: Final = re.compile(r"^\d+[.、,\s-]*(?=\D)")
COMPOUND: Final = listed(
    """欧阳 上官 司马 诸葛 尉迟 慕容 令狐 皇甫 夏侯 公孙 长孙 宇文 司徒 端木 东方 南宫 西门 独孤 单于 万俟 澹台
    闻人 赫连 轩辕 钟离 濮阳 淳于 申屠 公冶 宗政 太叔 仲孙 鲜于 闾丘 司空 亓官 司寇 子车 颛孙 巫马 漆雕 乐正
    拓跋 呼延 羊舌 微生 梁丘 左丘 百里 东郭 第五 冉冉 欧阴"""
) - listed("冉冉 欧阴")
"""Surnames of two characters."""

USUAL: Final = pl.col("text").str.contains(rf"^[{HAN}--{TRADITIONAL}某]{{2,3}}$") & ~pl.col(
    "text"
).is_in(sorted(NO_NAME))
COMPOUND_NAME: Final = pl.col("name").str.contains(rf"^(?:{words(COMPOUND)}).")
DOTTED: Final = pl.col("name").str.contains(DOT, literal=True)


def names(values: pl.Series) -> pl.Series:
    """张 三(已转走) → 张三; null where there is no usable name."""
    frame = values.alias("text").to_frame()
    return mended(
        frame.select(pl.col("text").str.replace_all(BLANK, "")).to_series(), USUAL, one_name
    )


def one_name(text: str) -> str | None:
    """A single name; safe for any text."""
    name = _bare(without_controls(text))
    while (barer := _bare(name)) != name:
        name = barer
    return name if name and name not in NO_NAME else None


def _bare(text: str) -> str:
    first = next(filter(None, SEVERAL.split(NUMBER_BEFORE.sub("", text.strip()))), "")
    name = parse_name(first).text.replace(" ", "").translate(SIMPLER)
    name = STATE.sub("", TITLE.sub("", name))
    if name in NO_NAME or NO_PERSON.search(name):
        return ""
    name = WITHHELD.sub(lambda found: LOST * len(found[0]), name)
    return name[:LONGEST].strip(DOT)


def parts(name: pl.Series) -> pl.DataFrame:
    """surname and given of names(): 欧阳|娜, 张|三; a minority name is split at its first dot."""
    whole = pl.col("name").str
    surname = (
        pl.when(DOTTED).then(whole.extract(f"^(.*?){DOT}"))
        .when(COMPOUND_NAME).then(whole.head(2)).otherwise(whole.head(1))
    )  # fmt: skip
    given = (
        pl.when(DOTTED).then(whole.extract(f"{DOT}(.*)$"))
        .when(COMPOUND_NAME).then(whole.slice(2)).otherwise(whole.slice(1))
    )  # fmt: skip
    return name.alias("name").to_frame().select(surname=surname, given=given.replace("", None))
