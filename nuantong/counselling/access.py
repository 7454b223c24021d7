"""Which children are a counsellor's or a supervisor's: by charge and contract, day by day."""

from django.db.models import Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.counselling.models import Case, Charge, Supervisor
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


def counselled(reader: Reader) -> Q:
    return Q(pk__in=charges_of(reader).values("case__child"))


def supervised(reader: Reader) -> Q:
    mine = Supervisor.objects.filter(user=reader.actor_id).values("contract")
    cases = Case.objects.filter(
        area__contract__in=mine, area__contract__id__in=contracts_in_force(reader)
    )
    return Q(pk__in=cases.values("child"))
