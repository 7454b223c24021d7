"""What aid asks of the books: promised at the decision, spent at the payment, free at withdrawal."""

from collections.abc import Callable
from typing import Final

from django.db.models import F, QuerySet

from nuantong.access.reader import Reader
from nuantong.aid.models import Application, Step
from nuantong.books import posting
from nuantong.books.models import Balance, Entry, Fund
from nuantong.books.posting import Document, Voucher
from nuantong.core.errors import Refusal

DOCUMENT: Final = "aid"
SCHEME: Final = "aid.scheme"
"""What money that came for a scheme, and for no campaign, rests on."""
Kind = Step.Kind
GIVEN: Final = (Kind.GRANTED, Kind.REGRANTED)


def sources(purpose: str, by: Reader) -> QuerySet[Balance]:
    """Where money for a purpose is left in funds that the reader answers for, the most first."""
    funds = Fund.objects.visible_to(by).open_on(by.on)
    rows = Balance.objects.filter(fund__in=funds, purpose=purpose, bank__gt=F("committed"))
    return rows.select_related("fund", "project").order_by(F("committed") - F("bank"), "pk")


def source_of(application: Application) -> Balance | None:
    """From which money it was granted."""
    given = application.steps.filter(kind__in=GIVEN).order_by("-pk")
    step = given.select_related("source__fund", "source__project").first()
    return step.source if step else None


def commit(application: Application, step: Step, by: Reader) -> None:
    if step.source is None or step.source.purpose != application.scheme.purpose:
        raise Refusal("这笔资金的用途不对，请另选一笔。")
    _post(posting.commit, application, step, step.amount, by, "审定")


def spend(application: Application, step: Step, by: Reader) -> None:
    _post(posting.spend, application, step, step.amount, by, "拨付", committed=step.amount)


def release(application: Application, step: Step, by: Reader) -> None:
    """All that was promised: nothing of it has been paid."""
    given = application.steps.filter(kind__in=GIVEN).order_by("-pk").first()
    assert given is not None
    _post(posting.release, application, step, given.amount, by, "撤回")


def _post(
    verb: Callable[..., Entry], application: Application, step: Step, fen: int, by: Reader,
    what: str, **more: int,
) -> None:  # fmt: skip
    """One entry, resting on the application; its words name no child."""
    source = source_of(application)
    assert source is not None
    about = Voucher(
        fund=source.fund, purpose=source.purpose, project=source.project, on=step.on, key=step.key,
        words=f"{application.scheme.title}{what}（{application.number}）",
        document=Document(DOCUMENT, application.key),
    )  # fmt: skip
    verb(about=about, fen=fen, by=by, **more)
