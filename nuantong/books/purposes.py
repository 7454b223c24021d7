"""What money may be given for. A purpose is a row here and a choice of funds and campaigns."""

from typing import Final

from django.db.models import TextChoices


class Purpose(TextChoices):
    """A donor's or the treasury's words on a gift, in the terms of the briefs."""

    CONDOLENCE = "condolence", "慰问"
    WINTER_COAT = "winter_coat", "冬衣"
    GIFT_PACK = "gift_pack", "礼包"
    HEALTH_KIT = "health_kit", "健康包"
    EDUCATION = "education", "助学（春蕾）"
    ILLNESS = "illness", "大病救助"
    EMERGENCY = "emergency", "临时救助"
    GROUP_COUNSELLING = "group_counselling", "心理团辅"
    CASE_COUNSELLING = "case_counselling", "个案辅导"
    CAMP = "camp", "暑期营"


ANY: Final = "any"
"""Money that came for whatever the fund is for: it is assigned before it is promised or spent."""

WORDS: Final[dict[str, str]] = {**dict(Purpose.choices), ANY: "待安排用途"}
