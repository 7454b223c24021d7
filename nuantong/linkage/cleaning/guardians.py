"""Guardians as lists name them → one person's name."""

import re
from typing import Final

import polars as pl

from nuantong.core.text import clean
from nuantong.core.text.words import listed
from nuantong.linkage.cleaning.distinct import mended, without_controls, words
from nuantong.linkage.cleaning.names import HAN, NO_NAME, TRADITIONAL, one_name

RELATIONS: Final = listed(
    """爷爷 奶奶 祖父 祖母 外公 外婆 外祖父 外祖母 姥爷 姥姥 公公 婆婆 父亲 母亲 爸爸 妈妈 父 母 爸 妈 继父 继母 养父
    养母 生父 生母 后爸 后妈 伯父 伯母 大伯 伯伯 叔父 叔叔 叔 伯 婶婶 婶娘 婶 大爷 大爹 幺爸 幺爹 二爸 姑 姑姑 姑妈
    姑母 姑父 姑爷 大姑 小姑 姨 姨妈 姨母 姨父 大姨 小姨 舅 舅舅 舅妈 舅父 舅母 大舅 小舅 哥哥 哥 姐姐 姐 兄 兄长
    堂兄 堂姐 表哥 表姐 表叔 嫂子 嫂嫂 姐夫 曾祖父 曾祖母 祖祖 其父 其母 其祖父 其祖母 监护人 家长 法定监护人 实际监护人
    祖父母 外祖父母 父母 亲属 其他亲属 亲戚 邻居 寄养家庭 养父母 配偶 本人 丈夫 妻子 婆 爷 奶"""
)
"""Alone they name nobody; before and after a name they are left out."""
INSTITUTION: Final = re.compile(
    "福利|儿童之家|委员会|居委|村委|民政|学校|小学|中学|幼儿园|敬老院|养老|救助|政府|街道|社区|派出所|公司|机构|中心|妇联"
)
NO_GUARDIAN: Final = NO_NAME | RELATIONS
USUAL: Final = pl.col("text").str.contains(rf"^[{HAN}--{TRADITIONAL}]{{2,3}}$") & ~pl.col(
    "text"
).is_in(sorted(NO_GUARDIAN))
REMARK: Final = re.compile(r"[(\[【<《][^)\]】>》]*[)\]】>》]?")
PARTS: Final = re.compile(r"[\s/\\、,;:\-—_|。]+")
DIGITS: Final = re.compile(r"[+\d][\d\-— ]{5,}\d|\d+")
RELATION: Final = words(RELATIONS)
BEFORE: Final = re.compile(rf"^(?:{RELATION})(?=..)")
LONG_AFTER: Final = re.compile(rf"(?<=..)(?:{words(r for r in RELATIONS if len(r) > 1)})$")


def guardians(values: pl.Series) -> pl.Series:
    """爷爷 张大明 → 张大明; null where nobody is named."""
    return mended(values, USUAL, one_guardian)


def one_guardian(text: str) -> str | None:
    """The first person of a cell."""
    name = _first(text)
    while name and (barer := _first(name)) != name:
        name = barer
    return name


def _first(text: str) -> str | None:
    bare = DIGITS.sub(" ", REMARK.sub(" ", clean(without_controls(text))))
    if INSTITUTION.search(bare):
        return None
    parts = [part for part in PARTS.split(bare) if part and part not in RELATIONS]
    if parts and len(parts[0]) == 1:  # 张 大明
        parts = ["".join(parts)]
    named = (one_name(_alone(part)) for part in parts)
    return next((name for name in named if name and name not in NO_GUARDIAN), None)


def _alone(part: str) -> str:
    """爷爷张大明 → 张大明; a surname that is also a word of kin stays: 母小兰."""
    before = BEFORE.match(part)
    if before and (len(before[0]) > 1 or len(part) > 3):
        part = part[before.end() :]
    return LONG_AFTER.sub("", part)
