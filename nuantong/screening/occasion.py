"""What a round says to the sheets given in it: whether one may be filled in, and what follows."""

from uuid import UUID

from nuantong.access.reader import Reader
from nuantong.consents.models import Consent
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.instruments.models import AnswerSheet
from nuantong.people.models import Child
from nuantong.screening.actions.alerts import raise_alert
from nuantong.screening.models import OCCASION, Alert, Participant, Round
from nuantong.screening.restaging import restage, restage_child

ASKED = {
    Consent.Purpose.SCREENING: "监护人还没有同意（或已撤回），不能填答。",
    Consent.Purpose.SCREENING_ASSENT: "还没有问过孩子愿不愿意（或孩子改变了主意），不能填答。",
}


def round_of(key: str) -> Round:
    found = Round.objects.filter(key=UUID(key)).first()
    if found is None:
        raise Refusal("这一轮筛查已经不在了。")
    return found


def may_fill(sheet: AnswerSheet) -> None:
    """Refused when the round is closed or not begun, the child is not in it, or somebody said no."""
    round_ = round_of(sheet.occasion_key)
    if round_.closed_at is not None:
        raise Refusal("这一轮筛查已经结束，不能再填。")
    if not round_.starts_on <= clock.today() <= round_.ends_on:
        raise Refusal(
            f"这一轮筛查的时间是{round_.starts_on:%-m月%-d日}至{round_.ends_on:%-m月%-d日}。"
        )
    if not Participant.objects.filter(round=round_, child=sheet.child_id).exists():
        raise Refusal("这名儿童不在这一轮筛查的名单里。")
    rows = Consent.objects.in_force().filter(child=sheet.child_id, purpose__in=ASKED)
    stands = set(rows.values_list("purpose", flat=True))
    for purpose, words in ASKED.items():
        if purpose not in stands:
            raise Refusal(words)


def changed(sheet: AnswerSheet, by: Reader) -> None:
    """A sheet was begun, finished or taken out: where the child stands in a round follows, and a
    red sign is somebody's the same moment, whatever the occasion, valid or not."""
    if sheet.occasion_kind == OCCASION:
        restage(round_of(sheet.occasion_key), [sheet.child_id])
    if sheet.finished_at and not sheet.voided_at and (sheet.red or sheet.colour == "red"):
        raise_alert(
            child=sheet.child, source=Alert.Source.SHEET, key=f"sheet:{sheet.key.hex}",
            what="筛查量表有红色项" if sheet.red else "筛查量表的提示是红色",
        )  # fmt: skip


def consent_said(consent: Consent, by: Reader) -> None:
    if consent.purpose in ASKED:
        restage_child(consent.child)


def child_left(child: Child, *_: object) -> None:
    restage_child(child)
