"""What was asked for a child: an application with a paper, granted and not yet paid."""

import uuid

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.accounts.models import User
from nuantong.aid import actions
from nuantong.aid.actions import Account, Agreed, Asked
from nuantong.aid.models import Application
from nuantong.books import posting
from nuantong.books.models import Balance, Fund
from nuantong.people.models import Child
from nuantong.services.papers import Paper as File
from tests.conftest import TODAY
from tests.unit.aid.room import GIVEN, make_scheme
from tests.unit.books.book import make_fund, move


def aided(child: Child, telling: str, reader: Reader, officer: User) -> Application:
    """Applied for by the child's carer, in words and with a paper that tell of the family."""
    asked = Asked(
        need=telling, applied_for="guardian", agreed=Agreed("guardian", "祖母", "spoken", TODAY),
        papers=[("school", File("证明.pdf", "pdf", telling.encode()))],
        payee=Account("收款人", "农商银行", "6228480000000000018"),
    )  # fmt: skip
    scheme = make_scheme(title=f"春蕾圆梦{officer.pk}")
    one = actions.apply(key=uuid.uuid4(), child=child, scheme=scheme, asked=asked, by=reader)
    said = {"application": one, "words": telling}
    here, above = reader_of(officer, TODAY), system_reader()
    actions.visit(on=TODAY, key=uuid.uuid4(), by=here, **said)
    actions.township_opinion(agree=True, key=uuid.uuid4(), by=here, **said)
    actions.district_opinion(agree=True, key=uuid.uuid4(), by=above, **said)
    actions.grant(fen=GIVEN, source=_money(), key=uuid.uuid4(), by=above, **said)
    actions.record_other(
        child=child, source="charity", what=telling, fen=100_00, on=TODAY, key=uuid.uuid4(), by=here
    )
    return one


def _money() -> Balance:
    fund = Fund.objects.filter(name="春蕾专项").first() or make_fund("春蕾专项", ("education",))
    move(posting.receive, fund, GIVEN, purpose="education")
    return Balance.objects.get(fund=fund, purpose="education")
