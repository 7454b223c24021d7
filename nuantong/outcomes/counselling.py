"""What the room of counselling knows of its cases, for the figures."""

from contextlib import suppress
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.consents.models import Consent
from nuantong.core import clock
from nuantong.counselling.models import Case, Session
from nuantong.counselling.queries.cases import state_of
from nuantong.outcomes.queries.records import Facts

AS_PLANNED: Final = {Case.Reason.DONE, Case.Reason.EARLY}
BOTH: Final = {Consent.Purpose.COUNSELLING, Consent.Purpose.COUNSELLING_ASSENT}
HELD: Final = Q(
    sessions__absent="", sessions__kind__in=[Session.Kind.CALL, Session.Kind.MEETING]
)  # fmt: skip


def known(contract: str) -> list[Facts]:
    """Every case of a contract; a session counts when it took place."""
    rows = Case.objects.filter(area__contract__key=contract).select_related("child")
    cases = list(rows.order_by("pk"))
    held = dict(rows.order_by().values_list("pk").annotate(held=Count("sessions", filter=HELD)))
    agreed = _agreed([case.child_id for case in cases])
    return [_facts(case, case.child_id in agreed, held[case.pk]) for case in cases]


def _agreed(children: list[int]) -> set[int]:
    """Children of whom guardian and child have agreed."""
    rows = Consent.objects.in_force().filter(child__in=children, purpose__in=BOTH)
    counts = rows.values("child").annotate(n=Count("purpose", distinct=True))
    return {row["child"] for row in counts if row["n"] == len(BOTH)}


def _facts(case: Case, agreed: bool, held: int) -> Facts:
    planned = case.reason in AS_PLANNED
    return Facts(
        key=str(case.key), child=case.child, consented=agreed or case.has_begun,
        started=case.started_on, sessions=held,
        left="" if case.is_open or planned else case.get_reason_display(), finished=planned,
        withdrawn=case.reason == Case.Reason.CONSENT, state=state_of(case, clock.today()).text,
        url=reverse("counselling:case", kwargs={"key": case.key}),
    )  # fmt: skip


def seen(contract: str, reader: Reader) -> frozenset[str]:
    """Those whose progress the reader may see."""
    mine = Case.objects.visible_to(reader, to=Permission.SEE_CASES)
    keys = mine.filter(area__contract__key=contract).values_list("key", flat=True)
    return frozenset(map(str, keys))


def holds(case: str) -> str | None:
    """The key of the contract of a case."""
    with suppress(ValueError):
        row = (
            Case.objects.filter(key=UUID(case))
            .values_list("area__contract__key", flat=True)
            .first()
        )
        return str(row) if row else None
    return None
