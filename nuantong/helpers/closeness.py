"""How close somebody comes to children, and what must be known of her first: data with its source."""

from typing import Final, NamedTuple

from django.db import models


class Closeness(models.TextChoices):
    ALONE = "alone", "单独与孩子相处"
    GROUP = "group", "有工作人员在场"
    GOODS = "goods", "只提供物资，不接触孩子"


class Asked(NamedTuple):
    """What is asked of whoever comes so close, and where that is written."""

    check: bool
    pledge: bool
    source: str


ASKED: Final = {
    Closeness.ALONE: Asked(
        True, True, "未成年人保护法第六十二条：入职前和每年查询违法犯罪记录；强制报告制度"
    ),
    Closeness.GROUP: Asked(False, True, "关于建立侵害未成年人案件强制报告制度的意见（试行）"),
    Closeness.GOODS: Asked(False, False, "不接触儿童，登记身份即可"),
}
