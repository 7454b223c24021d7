"""Applying by oneself, from the open page: nobody has signed in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.carers.actions.applications import Applicant, columns_of, enter, is_known
from nuantong.carers.models import Application, Submission
from nuantong.carers.vocabulary import ASKS
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.tasks.actions import Wanted, raise_task, settle

OF_A_SENDER, OF_A_PLACE, HOUR, DAY = 20, 40, dt.timedelta(hours=1), dt.timedelta(days=1)
"""Many villagers share one address of their network; forty a day is more than a township talks with."""
AGREED: Final = (
    "我愿意做爱心妈妈。我同意妇联凭身份证号向公安机关查询我有没有性侵害、虐待、拐卖、暴力伤害等违法犯罪记录，每年一次。",
    "我承诺：发现孩子受到侵害、可能受到侵害或者面临危险，立即向公安机关报告，并告诉妇联；不隐瞒，不拖延，不私下了结；保护孩子的隐私。",
)  # fmt: skip
TOO_MANY: Final = "现在提交的人太多，请过一小时再来，或者直接找村（社区）妇联主席。"


@dataclass
class Visitor(Reader):
    """Whoever has not signed in: she may see and do nothing, and is named so on the log."""

    @property
    def actor_name(self) -> str:
        return "本人（网上申请）"

    @property
    def actor_role(self) -> str:
        return "visitor"


@transaction.atomic
def submit(*, applicant: Applicant, key: UUID, sender: str) -> Submission:
    """What she sent, once for a key. The answer is the same whether she is known already or not."""
    by = Visitor(None, clock.today())
    _one_at_a_time(sender, str(key))
    found = Submission.objects.filter(key=key).first()
    if found:
        return found
    marked = Submission._meta.get_field("sender").of(sender)
    _not_too_many(marked, applicant.place_id)
    said = columns_of(applicant, by)
    application = _applied(said, by)
    found = Submission.objects.create(
        key=key, name=said["name"], id_number=said["id_number"], phone=said["phone"],
        place_id=applicant.place_id, agreed="\n".join(AGREED), sent_at=clock.now(), sender=marked,
        application=application,
    )  # fmt: skip
    record(action="网上申请做爱心妈妈", by=by, object_type="submission", object_id=found.pk)
    if application is None:
        raise_task(by=by, wanted=_wanted(found))
    return found


def _applied(said: dict[str, Any], by: Reader) -> Application | None:
    """An application of hers, or None where there is one, entered this moment perhaps."""
    if is_known(said["id_number"]):
        return None
    try:
        return enter(said, key=uuid4(), by=by)
    except Refusal:
        return None


def _one_at_a_time(*names: str) -> None:
    """A second sending of the same waits for the first, and the limit counts exactly."""
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('submission'), hashtext(%s))", [name]
            )


def _not_too_many(sender: bytes | None, place: int) -> None:
    now = clock.now()
    recent = Submission.objects.filter(sender=sender, sent_at__gt=now - HOUR).count()
    here = Submission.objects.filter(place=place, sent_at__gt=now - DAY).count()
    if recent >= OF_A_SENDER or here >= OF_A_PLACE:
        raise Refusal(TOO_MANY)


def _key(found: Submission) -> str:
    return f"{ASKS}:{found.key}"


def _wanted(found: Submission) -> Wanted:
    return Wanted(
        key=_key(found), kind=ASKS, title=f"{found.name}在网上申请做爱心妈妈，请联系她",
        permission=Permission.EDIT_CARERS, region=found.place_id,
        url_name="carers:submission", url_args={"key": str(found.key)},
    )  # fmt: skip


@transaction.atomic
def answer_submission(*, submission: Submission, words: str, by: Reader) -> Submission:
    """The township has spoken with her, where no new application was needed."""
    rows = Submission.objects.visible_to(by, to=Permission.EDIT_CARERS).filter(pk=submission.pk)
    found = rows.select_for_update(of=("self",)).first()
    if found is None or found.application_id:
        raise Refusal("这份申请不由您在这里答复。")
    if found.answered_on:
        raise Refusal("已经答复过了。")
    said = narrative(words, 1000)
    if len(said) < 2:
        raise Refusal("请写明怎样答复她的。")
    found.answered_on, found.answered_by, found.answer = by.on, by.user, said
    found.save(update_fields=["answered_on", "answered_by", "answer"])
    record(action="答复网上申请", by=by, object_type="submission", object_id=found.pk)
    settle(key=_key(found), how="已与她联系。", by=by)
    return found
