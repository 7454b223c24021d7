"""What the accountant has to pay: to whom and how much, and not for which child."""

from dataclasses import dataclass

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid.models import Application, Payee, Step
from nuantong.aid.models.application import ApplicationQuerySet, State
from nuantong.aid.money import GIVEN
from nuantong.books.models import Balance, Fund

Kind = Step.Kind
PAYABLE = (State.GRANTED, State.PAID, State.CLOSED)


@dataclass(frozen=True)
class Payment:
    application: Application
    source: Balance
    decided: int
    paid: int
    payee: Payee | None
    payments: list[Step]

    @property
    def left(self) -> int:
        return self.decided - self.paid


def of_reader(reader: Reader) -> ApplicationQuerySet:
    """Applications granted from a fund whose books the reader may see."""
    funds = Fund.objects.visible_to(reader, to=P.SEE_BOOKS)
    given = Step.objects.filter(kind__in=GIVEN, source__fund__in=funds).values("application")
    return Application.objects.filter(pk__in=given, state__in=PAYABLE)


def payments_of(applications: list[Application]) -> list[Payment]:
    """With the money granted and paid, and the payee: three queries for any number."""
    steps = Step.objects.filter(application__in=applications, kind__in=[*GIVEN, Kind.PAID])
    by_application: dict[int, list[Step]] = {}
    for step in steps.select_related("source__fund", "source__project"):
        by_application.setdefault(step.application_id, []).append(step)
    payees: dict[int, Payee] = {}
    for payee in Payee.objects.filter(application__in=applications).order_by("entered_at", "pk"):
        payees[payee.application_id] = payee
    return [_payment(one, by_application[one.pk], payees.get(one.pk)) for one in applications]


def _payment(application: Application, steps: list[Step], payee: Payee | None) -> Payment:
    given = [one for one in steps if one.kind in GIVEN]
    paid = [one for one in steps if one.kind == Kind.PAID]
    assert given[-1].source is not None
    return Payment(
        application, given[-1].source, sum(one.amount for one in given),
        sum(one.amount for one in paid), payee, paid,
    )  # fmt: skip
