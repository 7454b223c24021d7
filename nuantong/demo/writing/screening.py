"""A screening round of the tour's district, by the same actions as on the pages: most of one township
were asked, some said no, some have filled in their scales. All answers are invented."""

import datetime as dt
from random import Random
from typing import Any, Final
from uuid import UUID

from nuantong.access.reader import Reader, reader_of
from nuantong.accounts.models import User
from nuantong.consents.actions import give, refuse
from nuantong.demo import cast
from nuantong.demo.size import SEED, TODAY, chance
from nuantong.instruments.actions import sheets
from nuantong.instruments.asking import questions, rules_of
from nuantong.instruments.models import InstrumentVersion
from nuantong.people.models import Child
from nuantong.regions.models import Region
from nuantong.screening.actions.alerts import close
from nuantong.screening.actions.entering import sheet_key
from nuantong.screening.actions.rounds import Part, Plan, make_round
from nuantong.screening.models import OCCASION, Alert, Participant, Round

FIRST, LAST = dt.date(2018, 8, 13), dt.date(2018, 9, 30)
PARTS: Final = (
    ("phq-a", 11, 17),
    ("gad-7", 12, 17),
    ("ces-dc", 8, 10),
    ("ses", 10, 17),
    ("who-5", 9, 17),
)
ASKED: Final = 16
"""So many of the township were asked; the siblings of the tour were not yet."""
TIRED: Final = {"phq-a": 0.35, "gad-7": 0.35, "ces-dc": 0.3, "ses": 0.9, "who-5": 0.95}
"""How far up the form's numbers an ordinary child answers."""
WORDS: Final = "当天上门见到孩子，祖母在家陪着，已约心理咨询师，并建议监护人带孩子去医院看。"


def write_screening(seed: int = SEED) -> None:
    rng, chair = chance("screening", seed), _reader(cast.TOWNSHIP_CHAIR)
    made = _round(rng, _reader(cast.DISTRICT_OFFICER))
    asked = _asked(made, chair)
    for number, taking in enumerate(asked):
        if _say(taking.child, number, chair):
            _fill(made, taking, number, rng, chair)
    first = Alert.objects.order_by("pk").first()
    if first is not None:
        close(alert=first, deed=Alert.Deed.COUNSELLOR, words=WORDS, by=chair)


def _reader(member: cast.Member) -> Reader:
    return reader_of(User.objects.get(staff_number=member.staff_number))


def _round(rng: Random, officer: Reader) -> Round:
    district = Region.objects.get(code=cast.DISTRICT.ljust(12, "0"))
    versions = {one.instrument.code: one for one in _versions()}
    parts = [Part(versions[code], low, high) for code, low, high in PARTS]
    plan = Plan("2018年秋季心理健康筛查", [district.pk], FIRST, LAST, parts)
    key = UUID(int=rng.getrandbits(128), version=4)
    return make_round(key=key, plan=plan, by=officer)


def _versions() -> list[InstrumentVersion]:
    codes = [code for code, _, _ in PARTS]
    rows = InstrumentVersion.objects.filter(instrument__code__in=codes)
    return list(rows.select_related("instrument").order_by("-pk"))


def _asked(made: Round, chair: Reader) -> list[Participant]:
    """Of the township, those old enough to fill in something; not the siblings."""
    rows = Participant.objects.filter(round=made, wanted__gt=0).visible_to(chair)
    rows = rows.exclude(child__number__in=["T0000001", "T0000002"]).select_related("child")
    return list(rows.order_by("-age", "child")[:ASKED])


def _say(child: Child, number: int, chair: Reader) -> bool:
    """Every sixth guardian says no, every ninth child; whether both are willing."""
    said: dict[str, Any] = {"given_on": TODAY - dt.timedelta(3), "how": "spoken", "by": chair}
    guardian: dict[str, Any] = {
        "purpose": "screening",
        "giver": "guardian",
        "given_by": f"{child.name[:1]}奶奶",
    }
    own: dict[str, Any] = {"purpose": "screening_assent", "giver": "child", "given_by": child.name}
    if number % 6 == 4:
        refuse(child=child, **guardian, **said)
        return False
    give(child=child, **guardian, **said)
    (refuse if number % 9 == 7 else give)(child=child, **own, **said)
    return number % 9 != 7


def _fill(made: Round, taking: Participant, number: int, rng: Random, chair: Reader) -> None:
    """Two in three have filled in everything; the first one's answers are worrying."""
    if number % 3 == 2:
        return
    for scale in made.scales.select_related("version__instrument"):
        if scale.from_age <= (taking.age or 0) <= scale.to_age:
            answers = _answers(scale.version, rng, worried=number in (0, 3))
            sheets.enter(
                key=sheet_key(made, taking.child, scale.version), child=taking.child,
                version=scale.version, occasion=(OCCASION, made.key.hex), mode="paper",
                answers=answers, by=chair,
            )  # fmt: skip


def _answers(version: InstrumentVersion, rng: Random, *, worried: bool) -> dict[str, int]:
    """The form's own numbers; whoever worries says so in the item that is red."""
    mean, found = TIRED[version.instrument.code], {}
    heavy = 0.6 if worried and rules_of(version).total.low_is_worse else 1.1 if worried else 0.7
    for one in questions(version):
        values = [value for value, _ in one.choices]
        at = rng.triangular(0, 1, mean) * len(values)
        found[one.key] = values[min(int(at * heavy), len(values) - 1)]
    for red in rules_of(version).red:
        found[str(red.number)] = 1 if worried else 0
    return found
