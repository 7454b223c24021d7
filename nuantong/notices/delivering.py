"""From notices to phones: put on their way with the notice, sent by a job, tried again."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from django.db import connection, transaction

from nuantong.core import clock
from nuantong.core.text import normalise_phone
from nuantong.notices.gateways import GATEWAYS, SIGNATURE, Message
from nuantong.notices.models import Delivery

AT_ONCE: Final = 500
PAUSES: Final = (1, 5, 30, 120, 720)
"""Minutes until it is tried again; after the last it is given up."""
UNREACHED: Final = "没有登记手机号"
ON_THEIR_WAY: Final = """
INSERT INTO notices_delivery (notice_id, gateway, state, tries, next_at, error)
SELECT n.id, g.name, 'waiting', 0, %(at)s, '' FROM notices_notice n
  CROSS JOIN unnest(%(gateways)s::text[]) AS g(name)
  LEFT JOIN people_carer c ON c.id = n.carer_id
 WHERE n.id = ANY(%(notices)s)
   AND NOT EXISTS (SELECT FROM notices_quiet q WHERE q.user_id = COALESCE(n.user_id, c.user_id))
ON CONFLICT DO NOTHING"""


def put_on_their_way(notices: Collection[int]) -> None:
    """In the transaction that wrote the notices: none is sent that was never written."""
    if notices and GATEWAYS:
        given: dict[str, Any] = {
            "at": clock.now(), "gateways": list(GATEWAYS), "notices": list(notices)
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(ON_THEIR_WAY, given)


@transaction.atomic
def deliver() -> dict[str, int]:
    """Send what is due, at most AT_ONCE; how many were sent and how many failed for now.

    Two jobs at once share the work out. A job that dies after sending sends again: the message
    keeps its key.
    """
    due = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=clock.now())
    rows = due.select_related("notice__user", "notice__carer").select_for_update(
        of=("self",), skip_locked=True
    )
    by_gateway: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows.order_by("next_at", "pk")[:AT_ONCE]:
        by_gateway[row.gateway].append(row)
    sent = failed = 0
    for name, waiting in by_gateway.items():
        refused = _send(name, waiting)
        for row in waiting:
            _note(row, refused.get(row.pk, ""))
        failed += len(refused)
        sent += len(waiting) - len(refused)
        Delivery.objects.bulk_update(waiting, ["state", "tries", "next_at", "sent_at", "error"])
    return {"sent": sent, "failed": failed}


def _send(name: str, waiting: list[Delivery]) -> dict[int, str]:
    """Why which of them did not go."""
    phones = {row.pk: _phone(row) for row in waiting}
    refused = {key: UNREACHED for key, phone in phones.items() if not phone}
    messages = [
        Message(row.pk, phones[row.pk], SIGNATURE + row.notice.subject)
        for row in waiting
        if phones[row.pk]
    ]
    gateway = GATEWAYS.get(name)
    if gateway is None:
        return refused | {one.key: "这种发送方式已停用" for one in messages}
    try:
        return refused | dict(gateway.send(messages)) if messages else refused
    except Exception as error:
        return refused | {one.key: type(error).__name__ for one in messages}


def _phone(row: Delivery) -> str:
    person = row.notice.user or row.notice.carer
    return normalise_phone(str(person.phone or "")) if person else ""


def _note(row: Delivery, why: str) -> None:
    row.tries += 1
    row.error = why[:120]
    if not why:
        row.state, row.sent_at = Delivery.State.SENT, clock.now()
    elif why == UNREACHED or row.tries > len(PAUSES):
        row.state = Delivery.State.FAILED
    else:
        row.next_at = clock.now() + dt.timedelta(minutes=PAUSES[row.tries - 1])
