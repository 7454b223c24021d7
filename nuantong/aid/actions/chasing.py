"""What nobody did in time is told to the office above, and once more to the city."""

from collections.abc import Iterator
from itertools import islice

from django.db import transaction

from nuantong.access.officers import upwards
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.accounts.models import User
from nuantong.aid.actions.common import write_step
from nuantong.aid.clocks import PATIENCE
from nuantong.aid.kinds import LATE, TURNS
from nuantong.aid.models import Application, Step
from nuantong.calendars.working import working_days_after
from nuantong.notices.actions import Note, notify_all


def chase(by: Reader) -> int:
    """How many applications went one office up today. Run twice on a day, the second finds none."""
    rows = Application.objects.filter(state__in=list(TURNS), due_on__lt=by.on)
    return sum(_chase(pk, by) for pk in rows.order_by("due_on").values_list("pk", flat=True))


@transaction.atomic
def _chase(pk: int, by: Reader) -> int:
    rows = Application.objects.filter(pk=pk, state__in=list(TURNS), due_on__lt=by.on)
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    application = locked.select_related("child", "scheme").first()
    if application is None:
        return 0
    told = 0
    for rung, office in _rungs(application, by):
        round_ = f"{application.state}:{rung}"
        if not Step.objects.filter(application=application, kind="late", round=round_).exists():
            write_step(application, Step.Kind.LATE, by, round=round_)
            _tell(application, office, round_, by)
            told = 1
    return told


def _rungs(application: Application, by: Reader) -> Iterator[tuple[int, P]]:
    assert application.due_on is not None
    above = TURNS[application.state].above
    yield 1, above
    if by.on > working_days_after(application.due_on, PATIENCE):
        yield 2, P.DECIDE_AID


def _tell(application: Application, office: P, round_: str, by: Reader) -> None:
    state = application.get_state_display()
    notify_all(by=by, child_number=application.child.number, notes=[
        Note(kind=LATE, key=f"{LATE}:{application.pk}:{round_}", user=user.pk,
             subject=f"{application.scheme.title}：一件申请超过期限（{state}）",
             child=application.child_id, url_name="aid:application",
             url_args={"key": str(application.key)})
        for user in _nearest(application, office, by)
    ])  # fmt: skip


def _nearest(application: Application, office: P, by: Reader) -> list[User]:
    """The officers of the smallest place that holds the permission there."""
    found = list(upwards(by, application.child.place_id, office))
    level = max((one.desk.level for one in found), default=0)
    here = [one.user for one in found if one.desk.level == level]
    return list(islice(dict.fromkeys(here), 20))
