"""What may become of a row of a roster, in the words of the screens."""

from typing import Final

from django.db.models import TextChoices


class Standing(TextChoices):
    """Exactly one for each record at any time; the columns of the closing sheet."""

    ON_REGISTER = "on_register", "在册"
    FOUND = "found", "新发现并登记"
    EXCLUDED = "excluded", "已排除"
    WAITING = "waiting", "待办"
    NOT_HOME = "not_home", "走访未找到"


class Reason(TextChoices):
    """Why a record is excluded, or what it waits for."""

    ORDINARY = "ordinary", "所载情况不属困境"
    VISITED = "visited", "走访后不属困境"
    ADULT = "adult", "已满18周岁"
    MOVED = "moved", "已迁出"
    DEAD = "dead", "已死亡"
    DUPLICATE = "duplicate", "与另一行重复"
    OUTSIDE = "outside", "不在本名册的地域范围"
    NO_PERSON = "no_person", "不是人员信息"
    LEFT = "left", "已退出台账"

    LINKING = "linking", "等待比对"
    REVIEW = "review", "核对是否同一人"
    SECOND = "second", "由另一人核对"
    VISIT = "visit", "入户走访"
    REGISTER = "register", "登记入册"
    FACTS = "facts", "补充情况"


EXCLUSIONS: Final = (
    Reason.ORDINARY, Reason.VISITED, Reason.ADULT, Reason.MOVED, Reason.DEAD, Reason.DUPLICATE,
    Reason.OUTSIDE, Reason.NO_PERSON, Reason.LEFT,
)  # fmt: skip
WAITS: Final = (
    Reason.LINKING, Reason.REVIEW, Reason.SECOND, Reason.VISIT, Reason.REGISTER, Reason.FACTS,
)  # fmt: skip
BY_HAND: Final = (
    Reason.VISITED, Reason.ADULT, Reason.MOVED, Reason.DEAD, Reason.OUTSIDE, Reason.NO_PERSON,
)  # fmt: skip
"""Reasons a person may exclude by; of the others one is a rule's, one names another record."""


LEFT: Final = "对应的儿童已退出台账："
"""How the reason begins for which a link ends with its child's registration."""


class Flag(TextChoices):
    """What is odd about a row, told beside it."""

    NO_NAME = "no_name", "没有姓名"
    NO_ID = "no_id", "没有可用的身份证号"
    SHIFTED = "shifted", "列错位，已移回读取"
    ADULT = "adult", "已满18周岁"
    OUTSIDE = "outside", "不在名册范围"
    REPEATED = "repeated", "与前面一行完全相同"
    ODD_CELLS = "odd_cells", "单元格有问题"


class Answer(TextChoices):
    """The three keys."""

    SAME = "same", "同一人"
    DIFFERENT = "different", "不是同一人"
    ASK = "ask", "拿不准"
