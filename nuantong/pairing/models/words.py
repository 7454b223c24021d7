"""What tiers and reasons are called on screen, and whose task a reason is."""

from typing import Final

from django.db import models

from nuantong.pairing import matching
from nuantong.people.models import Carer, Need

WISHES: Final[dict[str, str]] = {
    **{code: str(word) for code, word in Need.Kind.choices},
    **{code: str(word) for code, word in Carer.Language.choices},
    Carer.Language.ELSEWHERE.value: "外地方言（哪里话要问清）",
    Carer.Language.FOREIGN.value: "外语（哪一种要问清）",
}
"""What a household asks of its carer: needs, and languages that are spoken with the children."""


class Tier(models.TextChoices):
    VILLAGE = matching.Tier.VILLAGE.value, "同村（社区）"
    TOWNSHIP = matching.Tier.TOWNSHIP.value, "同乡镇（街道）"
    DISTRICT = matching.Tier.DISTRICT.value, "同区县"
    BEYOND = matching.Tier.BEYOND.value, "跨区县"


class Reason(models.TextChoices):
    IN_INSTITUTION = matching.Reason.IN_INSTITUTION.value, "机构养育，不参加结对"
    NO_PLACE = matching.Reason.NO_PLACE.value, "现居住地不详"
    NO_CARER = matching.Reason.NO_CARER.value, "本区县没有爱心妈妈"
    EXPIRED_CHECKS = matching.Reason.EXPIRED_CHECKS.value, "背景查询过期"
    ALL_FULL = matching.Reason.ALL_FULL.value, "爱心妈妈都已满户"
    SIBLINGS_CARER = matching.Reason.SIBLINGS_CARER.value, "同户儿童的爱心妈妈暂不能再接"
    TURNED_DOWN = matching.Reason.TURNED_DOWN.value, "能找到的爱心妈妈都已不采纳"
    TOO_DEAR = matching.Reason.TOO_DEAR.value, "爱心妈妈离得太远"
    ONLY_BY_MOVES = matching.Reason.ONLY_BY_MOVES.value, "须先调整其他家庭"
    ACROSS_BORDER = matching.Reason.ACROSS_BORDER.value, "只有邻区县有名额"


class Kind(models.TextChoices):
    """What a round is for."""

    WAITING = "waiting", "补配"
    YEARLY = "yearly", "年度重排"


class Change(models.TextChoices):
    """What a proposal means for the household."""

    NEW = "new", "新配"
    MOVED = "moved", "更换"
    KEPT = "kept", "不变"


class EndReason(models.TextChoices):
    CHILD_LEFT = "child_left", "儿童退出台账"
    CHILD_MOVED = "child_moved", "儿童迁居"
    INTO_INSTITUTION = "into_institution", "转入机构养育"
    CARER_LEFT = "carer_left", "爱心妈妈离岗"
    CARER_UNABLE = "carer_unable", "爱心妈妈因病因事不能继续"
    FAMILY_WISH = "family_wish", "儿童或监护人要求更换"
    REARRANGED = "rearranged", "为就近另作安排"
    BY_MISTAKE = "by_mistake", "录入有误"
    YEARLY = "yearly", "年度重排更换"
    UNDONE = "undone", "发布后撤回"
    OTHER = "other", "其他"


BY_ROUNDS: Final = frozenset({EndReason.YEARLY, EndReason.UNDONE})
"""Reasons only a round gives."""


VARIANTS: Final = [
    (matching.Variant.POLICY.value, "综合权衡：距离、同村同乡、需求一起算（一般用这个）"),
    (matching.Variant.STRICT.value, "同村优先：先让最多的孩子有人管，再让最多的在同村、同乡"),
    (
        matching.Variant.CLASSES.value,
        "不走远路：先让最多的孩子有人管，再尽量没有人要走 20、15、10 公里以上",
    ),
]
WHOSE_TASK: Final[dict[str, str]] = {
    Reason.IN_INSTITUTION: "所在机构负责养育，转为散居后再结对",
    Reason.NO_PLACE: "乡镇（街道）妇联核实现居住地",
    Reason.NO_CARER: "区县妇联招募爱心妈妈",
    Reason.EXPIRED_CHECKS: "区县妇联组织背景查询",
    Reason.ALL_FULL: "区县妇联招募爱心妈妈或商定增加户数",
    Reason.SIBLINGS_CARER: "乡镇（街道）妇联办理背景查询或更换爱心妈妈",
    Reason.TOO_DEAR: "乡镇（街道）妇联与爱心妈妈商量，可以手工结对",
    Reason.ONLY_BY_MOVES: "区县妇联决定是否调整其他家庭，或招募爱心妈妈",
    Reason.ACROSS_BORDER: "区县妇联与邻区县商定跨界结对",
    Reason.TURNED_DOWN: "乡镇（街道）妇联与家庭另行商定，或撤销不采纳",
}
