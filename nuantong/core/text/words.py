"""Small words of forms: sex, yes and no, and the words that say a cell is empty."""

from functools import lru_cache
from typing import Final

from nuantong.core.text.characters import compact


def listed(text: str) -> frozenset[str]:
    """The words of a table written as running text."""
    return frozenset(text.split())


PLACEHOLDERS: Final = listed(
    """无 暂无 没有 待补 待补充 待核实 待查 待定 待办 待录 未知 不详 不明 不清楚 未填 未办 未办理 未上户
    未登记 未提供 未采集 空 缺 同上 / // \\ - -- --- — —— ———— _ __ … …… . 。 、 ? ?? ??? * ** *** □ × x
    X 0 N/A NA n/a na null NULL None none nan #N/A #REF! #VALUE! #NAME? #DIV/0! #NUM! #NULL!"""
)
"""What people write instead of leaving a cell empty, and spreadsheet errors."""

SEXES: Final = {
    **dict.fromkeys(listed("男 男性 男孩 男童 男生 1 M m male Male 01"), "男"),
    **dict.fromkeys(listed("女 女性 女孩 女童 女生 2 F f female Female 02"), "女"),
}
YES: Final = listed(
    "是 有 对 √ ✓ ✔ 1 Y y yes YES Yes T true True TRUE 住校 寄宿 住读 寄宿生 住校生"
)
NO: Final = listed(
    "否 无 没有 不是 × ✗ ✘ x X 0 N n no NO No F false False FALSE 走读 不住校 不寄宿 非寄宿 走读生 通校 通学"
)


def is_placeholder(text: str) -> bool:
    """Whether the words stand for an empty cell: 无, 待补, /, —, #N/A."""
    return text in PLACEHOLDERS or text.strip("()[]“”\"' ") in PLACEHOLDERS


@lru_cache(1024)
def parse_sex(value: object) -> str:
    """男, 女 or '' when the words say neither (GB/T 2261.1 codes 1 and 2 are read too)."""
    return SEXES.get(compact(value), "")


@lru_cache(1024)
def parse_yes_no(value: object) -> bool | None:
    """是 and 否 in the forms people use; None when neither."""
    text = compact(value)
    return True if text in YES else False if text in NO else None
