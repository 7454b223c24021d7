"""The four colours of a screening hint in words. No word of them is a diagnosis (精神卫生法 §23)."""

from typing import Final, NamedTuple

HINT: Final = "筛查提示，不是诊断"


class Colour(NamedTuple):
    """What is shown of a colour: its word, what it says, what a carer may do, what an officer does."""

    code: str
    word: str
    tone: str
    says: str
    carer: str
    officer: str


GREEN: Final = Colour(
    "green", "绿色", "good", "目前没有需要特别留意的提示",
    "像平常一样陪伴，多听孩子说说开心和烦心的事。", "按原来的安排关爱，下一轮再筛查。",
)  # fmt: skip
YELLOW: Final = Colour(
    "yellow", "黄色", "due", "近来可能有些烦恼，需要多留意",
    "这一两周多见几次面，多听少劝；睡觉、吃饭、上学有变化时，填一次观察清单。",
    "请爱心妈妈多留意，一个月内再了解一次。",
)  # fmt: skip
ORANGE: Final = Colour(
    "orange", "橙色", "late", "近来可能比较难受，建议请专业人员谈一谈",
    "不追问、不评价、不告诉别人；陪孩子见心理咨询师。发现说不想活或受伤，马上报告。",
    "两周内安排心理咨询师面谈；征得同意后转介。",
)  # fmt: skip
RED: Final = Colour(
    "red", "红色", "danger", "需要今天就有人当面关心",
    "今天就去看看孩子，陪着，不让孩子一个人；有危险先打 110。专业人员会联系您。",
    "当天有人认领、当面或电话确认安全；建议监护人带孩子去医院看。",
)  # fmt: skip
COLOURS: Final = {one.code: one for one in (GREEN, YELLOW, ORANGE, RED)}
"""From the calmest to the most urgent."""
CHOICES: Final = [(one.code, one.word) for one in COLOURS.values()]
RANK: Final = {code: rank for rank, code in enumerate(COLOURS)}


def worst(codes: list[str]) -> str:
    """The most urgent of some colours; '' of none."""
    return max((code for code in codes if code in RANK), key=RANK.__getitem__, default="")
