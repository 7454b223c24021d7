"""The forms under which a place is known: 太白村村民委员会 is 太白村 and 太白."""

import re
from functools import lru_cache
from typing import Final

from nuantong.core.text import compact

DISTRICT, TOWNSHIP, VILLAGE = 2, 3, 4
CITY: Final = re.compile(r"^(中国)?重庆(市|直辖市)?(市辖区|县)?")
NATION: Final = "土家族|苗族|仡佬族|侗族|回族|蒙古族|彝族|壮族|布依族|满族"
DISTRICT_END: Final = re.compile(rf"({NATION})*(自治县|自治区|区|县|市)$")
TOWNSHIP_END: Final = re.compile(
    rf"(?<=.)(({NATION})*(民族乡|乡|镇)|街道办事处|街道办|街道|办事处)$"
)
VILLAGE_END: Final = re.compile(
    r"(?<=.)(村民委员会|社区居民委员会|居民委员会|村委会|社区居委会|居委会|社区工作站|村支部|村社区|社区村|社区|居|村)$"
)
GROUP: Final = re.compile(
    r"(\d+(组|社|队|号|栋|幢|单元|楼)|[一二三四五六七八九十]+(组|社(?!区)|队(?!村))).*$"
)
ENDING: Final = re.compile(r"村(民)?委(员)?会|(社区)?居(民)?委(员)?会|村(?!民)|社区")
"""What is left of a village's name behind a shorter form of it."""
VILLAGE_OFFICES: Final = {
    "村民委员会": "村", "居民委员会": "社区", "村委会": "村", "居委会": "社区",
}  # fmt: skip


@lru_cache(1 << 16)
def keys(name: str, level: int) -> tuple[str, ...]:
    """The surest form first."""
    text = compact(name).replace("(", "").replace(")", "")
    if level == DISTRICT:
        return _distinct(text, DISTRICT_END.sub("", text))
    if level == TOWNSHIP:
        return _distinct(text, re.sub("(办事处|办)$", "", text), TOWNSHIP_END.sub("", text))
    text = GROUP.sub("", text)
    named = _village_name(text)
    return _distinct(named, text, VILLAGE_END.sub("", named))


def differs(said: str, official: str) -> bool:
    """Whether a village is said to be 村 where it is 社区, or to be both where it is one."""
    named = _village_name(GROUP.sub("", compact(said)))
    return named.endswith(("村", "社区")) and named != _village_name(compact(official))


def without_city(text: str) -> str:
    """重庆市云阳县 → 云阳县."""
    return CITY.sub("", text)


def _village_name(text: str) -> str:
    """太白村村民委员会 → 太白村; 九龙村民委员会 → 九龙村; 石角社区村民委员会 → 石角社区村."""
    for ending, kind in VILLAGE_OFFICES.items():
        if text.endswith(ending):
            stem = text.removesuffix(ending)
            return stem if stem.endswith(kind) else stem + kind
    return text


def _distinct(*forms: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in forms if len(form) > 1))
