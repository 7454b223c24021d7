"""Which standing a row has before a person looked at it. Pure."""

from typing import Final, NamedTuple

from nuantong.sweeps.hints import UNCLEAR, version
from nuantong.sweeps.models.words import Flag, Reason, Standing


class Facts(NamedTuple):
    """What the rules look at. `proposed`: pairs wait for people; `first`: the equal row before."""

    flags: frozenset[str]
    hint: str
    care: bool
    has_id: bool
    child: int | None = None
    proposed: bool = False
    first: int | None = None


class Verdict(NamedTuple):
    standing: Standing
    reason: str = ""
    rule: str = ""


ORDINARY: Final = "名册所载情况不符合任何情形（规则{}）"


def judge(facts: Facts) -> Verdict:
    """The first rule that holds. Whoever is linked is on the register, whatever else is said."""
    if facts.child:
        return Verdict(Standing.ON_REGISTER)
    if facts.first:
        return _excluded(
            Reason.DUPLICATE, "与前面一行是同一人：逐格相同，或身份证号相同且没有相反的情况"
        )
    if Flag.NO_NAME in facts.flags and not facts.has_id:
        return _excluded(Reason.NO_PERSON, "没有姓名，也没有可用的身份证号")
    if facts.proposed:
        return _waiting(Reason.REVIEW)
    if Flag.NO_NAME in facts.flags:
        return _waiting(Reason.FACTS)
    if Flag.ADULT in facts.flags:
        return _excluded(Reason.ADULT, "出生日期表明已满18周岁")
    if Flag.SHIFTED in facts.flags:
        return _waiting(Reason.FACTS)
    if Flag.OUTSIDE in facts.flags:
        return _excluded(Reason.OUTSIDE, "所载地点不在本名册的地域范围")
    return _by_hint(facts)


def _by_hint(facts: Facts) -> Verdict:
    if facts.care:
        return _waiting(Reason.REGISTER)
    if facts.hint == UNCLEAR:
        return _waiting(Reason.FACTS)
    if facts.hint:
        return _waiting(Reason.VISIT)
    return _excluded(Reason.ORDINARY, ORDINARY.format(version()))


def _waiting(reason: Reason) -> Verdict:
    return Verdict(Standing.WAITING, reason)


def _excluded(reason: Reason, rule: str) -> Verdict:
    return Verdict(Standing.EXCLUDED, reason, rule)
