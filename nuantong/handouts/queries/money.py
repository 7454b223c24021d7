"""What a money batch has paid, and what it has still to pay."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from nuantong.handouts import states
from nuantong.handouts.actions.bank import payable
from nuantong.handouts.models import BankList, BankRow, Batch, Slip

Outcome = BankRow.Outcome


def lists_of(batch: Batch) -> QuerySet[BankList]:
    return BankList.objects.filter(batch=batch).annotate(
        paid=Count("lines", Q(lines__outcome=Outcome.PAID)),
        failed=Count("lines", Q(lines__outcome=Outcome.FAILED)),
        out=Count("lines", Q(lines__outcome=Outcome.SENT)),
    )


def figures(batch: Batch) -> dict[str, Any]:
    """How many may be paid now, how many wait without an account, how many lists are out."""
    waiting = Slip.objects.filter(batch=batch, state__in=states.OPEN)
    return {
        "ready": payable(batch).count(), "without": waiting.filter(account=None).count(),
        "handed": Slip.objects.filter(batch=batch, state=states.HANDED).count(),
        "out": BankRow.objects.filter(list__batch=batch, outcome=Outcome.SENT).count(),
    }  # fmt: skip


def outcomes(made: BankList) -> dict[str, Any]:
    rows = made.lines.order_by().values_list("outcome").annotate(count=Count("pk"), fen=Sum("fen"))
    found = {outcome: (count, fen) for outcome, count, fen in rows}
    return {f"of_{one}": found.get(one, (0, 0)) for one in Outcome.values}
