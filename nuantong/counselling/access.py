"""Which children are a counsellor's or a supervisor's: by charge and contract, day by day."""

from django.db.models import Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.accounts.models import User
from nuantong.counselling.models import Case, Charge, Supervisor
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on
from nuantong.services.models import Contract


def contracts_in_force(reader: Reader) -> QuerySet[Contract, int]:
    """After the last day of a contract nobody of it sees or writes anything."""
    return Contract.objects.in_force(reader.on).values_list("pk", flat=True)


def charges_of(reader: Reader) -> QuerySet[Charge]:
    """Those she has today under a contract in force."""
    return Charge.objects.filter(
        Q(end=None) | Q(end__gt=reader.on), start__lte=reader.on,
        practitioner__user=reader.actor_id, case__area__contract__in=contracts_in_force(reader),
    )  # fmt: skip


def keeps(case: Case, reader: Reader) -> bool:
    """Whether the case is the reader's to counsel today, however else she came to see the child."""
    return reader.system or charges_of(reader).filter(case=case).exists()


def supervises(case: Case, reader: Reader) -> bool:
    rows = Supervisor.objects.filter(user=reader.actor_id, contract=case.area.contract_id)
    return rows.filter(contract__in=contracts_in_force(reader)).exists()


def rights_on(case: Case, reader: Reader) -> frozenset[P]:
    """What the reader may do with the case: of her rights on the child those of a counsellor only
    while she has charge of it, those of a supervisor only under her contract."""
    may = set(permissions_on(case.child, reader))
    if not keeps(case, reader):
        may.discard(P.COUNSEL)
    if not supervises(case, reader):
        may.discard(P.SUPERVISE)
    if not may & {P.COUNSEL, P.SUPERVISE}:
        may.discard(P.READ_NOTES)
    return frozenset(may)


def counselled(reader: Reader) -> Q:
    return Q(pk__in=charges_of(reader).values("case__child"))


def supervised(reader: Reader) -> Q:
    mine = Supervisor.objects.filter(user=reader.actor_id).values("contract")
    cases = Case.objects.filter(
        area__contract__in=mine, area__contract__id__in=contracts_in_force(reader)
    )
    return Q(pk__in=cases.values("child"))


def counsellors(child: Child, by: Reader) -> list[User]:
    """Who has charge of the child today: a red sign is told to her by name."""
    rows = Charge.objects.filter(
        Q(end=None) | Q(end__gt=by.on), start__lte=by.on, case__child=child,
        case__area__contract__in=contracts_in_force(by),
    )  # fmt: skip
    return [one.practitioner.user for one in rows.select_related("practitioner__user")]
