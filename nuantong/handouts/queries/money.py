"""What a money batch has paid, and what it has still to pay."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.handouts import states
from nuantong.handouts.actions.bank import payable, waiting
from nuantong.handouts.models import BankList, BankRow, Batch, Slip

Outcome = BankRow.Outcome


def lists_of(batch: Batch, reader: Reader) -> QuerySet[Any]:
    return (
        BankList.objects.visible_to(reader)
        .filter(batch=batch)
        .annotate(
            paid=Count("lines", Q(lines__outcome=Outcome.PAID)),
            failed=Count("lines", Q(lines__outcome=Outcome.FAILED)),
            out=Count("lines", Q(lines__outcome=Outcome.SENT)),
        )
    )


def figures(batch: Batch, reader: Reader) -> dict[str, Any]:
    """How many may be paid now, how many wait without an account, how many lists are out."""
    slips = Slip.objects.visible_to(reader, to=Permission.RUN_CAMPAIGNS).filter(batch=batch)
    lists = lists_of(batch, reader)
    return {
        "ready": payable(batch, reader).count(), "lists": lists,
        "without": waiting(batch, reader).filter(account=None).count(),
        "handed": slips.filter(state=states.HANDED).count(),
        "out": sum(one.out for one in lists),
    }  # fmt: skip


def outcomes(made: BankList) -> dict[str, Any]:
    rows = made.lines.order_by().values_list("outcome").annotate(count=Count("pk"), fen=Sum("fen"))
    found = {outcome: (count, fen) for outcome, count, fen in rows}
    return {f"of_{one}": found.get(one, (0, 0)) for one in Outcome.values}
