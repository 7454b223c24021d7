"""Contracts with how far they are accepted and paid."""

from dataclasses import dataclass
from typing import Any, Final

import django_filters
from django.db.models import Count, F, Q, QuerySet, Sum

from nuantong.access.reader import Reader
from nuantong.core.listing import Sort
from nuantong.core.text import clean
from nuantong.services.models import Acceptance, Area, Contract, Milestone, PaymentDue

SORTS: Final = {
    "start": Sort("开始", "start"), "number": Sort("合同编号", "number"),
    "budget": Sort("金额", "budget_fen"),
}  # fmt: skip
STANDS: Final = Q(acceptances__verdict="accepted", acceptances__withdrawn_at=None)


class ContractFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="编号或名称", method="by_words")
    kind = django_filters.ChoiceFilter(
        label="类别", choices=Contract.Kind.choices, empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="状态", empty_label="全部", method="by_state",
        choices=[("now", "在期内"), ("ended", "已结束")],
    )  # fmt: skip

    class Meta:
        model = Contract
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Contract], name: str, value: str) -> QuerySet[Contract]:
        words = clean(value)
        return rows.filter(Q(number__icontains=words) | Q(title__contains=words))

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet[Contract]:
        now = rows.in_force(self.request.reader.on)
        return now if value == "now" else rows.exclude(pk__in=now.values("pk"))


def listed(reader: Reader) -> QuerySet[Contract]:
    return (
        Contract.objects.visible_to(reader)
        .select_related("provider__organisation")
        .annotate(
            due_fen=Sum("milestones__payment__fen"),
            paid_fen=Sum(
                "milestones__payment__fen", filter=Q(milestones__payment__paid_on__isnull=False)
            ),
        )
    )


@dataclass(frozen=True)
class Step:
    """A milestone: how many have accepted it of how many, and what is to be paid for it."""

    milestone: Milestone
    accepted: int
    of: int
    payment: PaymentDue | None

    @property
    def state(self) -> tuple[str, str]:
        if self.payment and self.payment.paid_on:
            return "已支付", "good"
        if self.payment:
            return "应付", "due"
        return (
            (f"已验收 {self.accepted}/{self.of}", "info") if self.accepted else ("未验收", "plain")
        )


def steps(contract: Contract) -> list[Step]:
    areas = contract.areas.count()
    rows = (
        Milestone.objects.filter(contract=contract)
        .select_related("payment")
        .annotate(accepted=Count("acceptances", STANDS))
    )
    return [
        Step(one, one.accepted, areas if one.acceptor == "areas" else 1, payment_of(one))
        for one in rows.order_by("order")
    ]


def payment_of(milestone: Milestone) -> PaymentDue | None:
    return getattr(milestone, "payment", None)


@dataclass(frozen=True)
class Place:
    """An area with its name and its standing acceptance of one milestone."""

    area: Area
    name: str
    accepted: Acceptance | None = None
    shown: int = 0


def places(contract: Contract, reader: Reader, milestone: Milestone | None = None) -> list[Place]:
    """The areas of the contract; of a milestone also what each said and how much it was shown."""
    rows = contract.areas.select_related("zone").order_by(
        F("region__code").asc(nulls_last=True), "pk"
    )
    stands: dict[int | None, Acceptance] = {}
    if milestone:
        rows = rows.annotate(shown=Count("evidence", Q(evidence__milestone=milestone)))
        found = Acceptance.objects.filter(
            milestone=milestone, verdict="accepted", withdrawn_at=None
        )
        stands = {one.area_id: one for one in found}
    return [
        Place(one, named(one, reader), stands.get(one.pk), getattr(one, "shown", 0)) for one in rows
    ]


def named(area: Area, reader: Reader) -> str:
    return area.zone.short_name if area.zone else reader.tree.name(area.region_id)
