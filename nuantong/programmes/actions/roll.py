"""The roll: by a tap or by a sheet; what the facilitator saw; the faces the children tapped."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.programmes.actions.asking import Answer
from nuantong.programmes.actions.common import REFUSALS, log, session_for_roll
from nuantong.programmes.models import Face, Observation, Participant, Session
from nuantong.programmes.sheets import Line


@transaction.atomic
def mark(*, participant: Participant, came: bool, by: Reader) -> Participant:
    """She came, or did not. The same twice is once; the other takes its place."""
    session = session_for_roll(participant.session, by)
    _check_day(session, by)
    found = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if found.came != came:
        _write([found], came, by)
        log("团辅点名", session, by, participant=found.pk, came=came)
    return found


@transaction.atomic
def mark_rest(*, session: Session, by: Reader) -> int:
    """Whoever has not been called yet has come; how many."""
    found = session_for_roll(session, by)
    _check_day(found, by)
    rows = list(found.participants.filter(came=None).select_for_update())
    _write(rows, True, by)
    log("团辅点名", found, by, rest=len(rows))
    return len(rows)


def _check_day(session: Session, by: Reader) -> None:
    if session.on > by.on:
        raise Refusal(f"活动在{session.on:%-m月%-d日}，到日子才能点名。")
    if session.cancelled_at is not None:
        raise Refusal(REFUSALS["roll_of_a_session_that_was"])


def _write(rows: Iterable[Participant], came: bool, by: Reader) -> None:
    now = clock.now()
    changed = list(rows)
    for row in changed:
        row.came, row.marked_at, row.marked_by = came, now, by.actor_name
    with refusing(REFUSALS):
        Participant.objects.bulk_update(changed, ["came", "marked_at", "marked_by"])


@transaction.atomic
def read_roll(*, session: Session, lines: Iterable[Line], by: Reader) -> list[Answer]:
    """A filled sheet: an answer for each row. What is not understood changes nothing."""
    found = session_for_roll(session, by)
    _check_day(found, by)
    known: dict[str, list[Participant]] = defaultdict(list)
    rows = Participant.objects.filter(session=found).select_related("child", "carer")
    for row in rows.select_for_update(of=("self",)):
        for word in _called(row):
            known[word].append(row)
    answers, came, seen = [], dict[bool, list[Participant]]({True: [], False: []}), set[int]()
    for line in lines:
        words = _problem(line, known[line.who], seen)
        answers.append(Answer(f"第{line.row}行 {line.who}", not words, words or line.said))
        if not words and line.came is not None:
            [row] = known[line.who]
            seen.add(row.pk)
            came[line.came].append(row)
    for said, marked in came.items():
        _write(marked, said, by)
    log("团辅名单上传点名", found, by, came=len(came[True]), not_came=len(came[False]))
    return answers


def _called(row: Participant) -> list[str]:
    if row.child:
        return [row.child.number, row.child.name]
    return [row.carer.name] if row.carer else []


def _problem(line: Line, rows: list[Participant], seen: set[int]) -> str:
    if not rows:
        return "不在这场活动的名单上，没有登记"
    if len(rows) > 1:
        return "名单上有同名的人，请填儿童编号"
    if rows[0].pk in seen:
        return "表里出现了两次，只按第一次登记"
    return "" if line.came is not None else f"“{line.said}”看不懂，到场一栏请填 是 或 否"


@transaction.atomic
def observe(*, session: Session, words: str, key: UUID, by: Reader) -> Observation:
    """What was seen, sealed; once for a key."""
    found = session_for_roll(session, by)
    known: Observation | None = Observation.objects.filter(key=key, session=found).first()
    if known:
        return known
    said = narrative(words, 4000)
    if len(said) < 2:
        raise Refusal("请写下观察到的情况。")
    row: Observation = Observation.objects.create(
        session=found, key=key, words=said, entered_at=clock.now(), entered_by_id=by.actor_id,
        entered_by_name=by.actor_name,
    )  # fmt: skip
    log("填写团辅观察记录", found, by)
    return row


@transaction.atomic
def tap_face(*, session: Session, how: int, key: UUID, by: Reader) -> None:
    """A child's tap on the facilitator's phone: of nobody, and no more taps than children."""
    found = session_for_roll(session, by)
    _check_day(found, by)
    if how not in Face.How.values:
        raise Refusal("请点一张脸。")
    if Face.objects.filter(key=key).exists():
        return
    if found.faces.count() >= found.participants.filter(came=True, child__isnull=False).count():
        raise Refusal("到场的孩子都点过了。")
    Face.objects.create(session=found, key=key, how=how)
