"""Two schemes of the summer with money behind them, and an application at every step."""

import datetime as dt
import uuid
from typing import Any, Final

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.access.roles import Permission as P
from nuantong.accounts.models import User
from nuantong.aid import actions
from nuantong.aid.actions import Account, Agreed, Asked, Offer
from nuantong.aid.models import Application, Scheme
from nuantong.aid.money import SCHEME
from nuantong.books import posting
from nuantong.books.actions import NewFund, open_fund
from nuantong.books.models import Balance
from nuantong.core import clock
from nuantong.core.photos import PNG
from nuantong.demo.cast import VILLAGE
from nuantong.demo.size import SEED, chance
from nuantong.demo.writing.album import drawing
from nuantong.people.models import Child, Guardian
from nuantong.regions.tree import Tree
from nuantong.services.papers import Paper as File

SPACE: Final = uuid.UUID("1f0d0a55-3c0b-4d5e-9a30-6f2a3d1b7c44")
OPENS, CLOSES = dt.date(2018, 7, 2), dt.date(2018, 10, 31)
POOR: Final = ("orphan", "unattended", "hardship", "left_behind", "poor")
SCHEMES: Final = (
    Offer(kind="education", title="2018年春蕾圆梦", fen=2_000_00, youngest=6, oldest=17, sex="2",
          labels=POOR, stages=("primary", "junior", "senior", "vocational"),
          papers=("household", "school"), opens_on=OPENS, closes_on=CLOSES),
    Offer(kind="illness", title="2018年农村留守儿童重大疾病救助", fen=20_000_00, is_ceiling=True,
          papers=("household", "diagnosis", "bills"), opens_on=OPENS, closes_on=CLOSES),
)  # fmt: skip
NEEDS: Final = {
    "education": "孩子跟奶奶过，奶奶身体不好，家里靠低保。开学要交书本费和住校的生活费。",
    "illness": "孩子春天查出血液病，在市里住院两次，报销以后还欠亲戚四万多。下个月还要去复查。",
}
STEPS: Final = ("visited", "township", "district", "decided", "paid", "followed")
PLAN: Final = (
    (0, 2), (0, 12), (1, 4), (2, 6), (2, 15), (3, 9), (3, 20), (4, 16), (5, 24), (5, 30), (6, 50),
    (6, 52), (-4, 22), (-6, 28),
)  # fmt: skip
"""How many steps were done, and how many days ago it was applied for; below zero: refused, and of
six steps the last was the appeal."""


def write_aid(tree: Tree, seed: int = SEED) -> None:
    """By the product's own actions, each on its day and by whoever had to."""
    city = _reader("M500001", OPENS)
    schemes = [actions.make_scheme(key=_key(o.title), offer=o, by=city) for o in SCHEMES]
    money = {scheme.kind: _money(scheme, tree) for scheme in schemes}
    rng = chance("aid", seed)
    for scheme, children, plan in zip(schemes, _children(schemes), (PLAN, PLAN[::4]), strict=True):
        rng.shuffle(children)
        for child, (done, ago) in zip(children, plan, strict=False):
            _Story(child, scheme, money[scheme.kind], clock.today() - dt.timedelta(ago)).tell(done)
    actions.chase(system_reader())


def _reader(number: str, on: dt.date) -> Reader:
    return reader_of(User.objects.get(staff_number=number)).as_of(on)


def _key(word: str) -> uuid.UUID:
    return uuid.uuid5(SPACE, word)


def _money(scheme: Scheme, tree: Tree) -> Balance:
    """What a foundation gave for the year."""
    by = system_reader()
    said = NewFund(
        name=f"{scheme.get_kind_display()}专项", source="donation", foundation="市儿童少年基金会",
        region_id=tree.root.id, opened_on=dt.date(2018, 1, 1), purposes=[scheme.purpose],
    )  # fmt: skip
    fund = open_fund(said=said, key=_key(f"fund {scheme.kind}"), by=by)
    key = _key(f"gift {scheme.kind}")
    about = posting.Voucher(
        fund=fund, purpose=scheme.purpose, on=OPENS, words=f"{fund.foundation}拨入", key=key,
        document=posting.Document(SCHEME, scheme.key),
    )  # fmt: skip
    posting.receive(about=about, fen=scheme.fen * 60, by=by)
    return Balance.objects.get(fund=fund, purpose=scheme.purpose)


def _children(schemes: list[Scheme]) -> list[list[Child]]:
    """Girls at school and children gravely ill, who live at home; the tour's family still has to ask."""
    rows = Child.objects.on_register().filter(setting="scattered", place__isnull=False)
    rows = rows.exclude(place__code=VILLAGE).order_by("number").distinct()
    at_school = rows.filter(sex="2", stage__in=schemes[0].stages, labels__until=None,
                            labels__category__in=schemes[0].labels)  # fmt: skip
    return [list(at_school[:200]), list(rows.filter(health="severe")[:50])]


class _Story:
    """One application, day by day."""

    def __init__(self, child: Child, scheme: Scheme, money: Balance, on: dt.date) -> None:
        self.child, self.scheme, self.money, self.on = child, scheme, money, on
        self.tree = system_reader().tree

    def tell(self, done: int) -> None:
        carer = self._carer()
        if carer is None:
            return
        self.one = self._apply(carer)
        for step in STEPS[: abs(done)]:
            self.on += dt.timedelta(4 if step in ("paid", "followed") else 2)
            getattr(self, f"_{step}")(refused=done < 0)

    def _carer(self) -> Reader | None:
        pairing = self.child.pairings.filter(end=None).select_related("carer__user").first()
        user = pairing.carer.user if pairing else None
        return reader_of(user).as_of(self.on) if user else None

    def _officer(self, permission: P) -> Reader:
        """The chair of the child's township, or whoever signs for her district."""
        tree, place = self.tree, self.child.place_id
        above = permission == P.REVIEW_AID
        desk = tree.district_of(place) if above else tree.township_of(place)
        assert desk is not None
        return _reader(f"D{desk.code[:6]}" if above else f"T{desk.code[:9]}", self.on)

    def _said(self, step: str, number: str = "", permission: P = P.OPINE_ON_AID) -> dict[str, Any]:
        by = _reader(number, self.on) if number else self._officer(permission)
        return {"application": self.one, "key": _key(f"{self.child.number} {step}"), "by": by}

    def _apply(self, by: Reader) -> Application:
        guardian = Guardian.objects.filter(child=self.child, until=None).first()
        name = (guardian.name if guardian else "") or "奶奶"
        papers = [(what, File(f"{n}.png", PNG, drawing(n, (240, 190, 60))))
                  for n, what in enumerate(self.scheme.papers, 1)]  # fmt: skip
        asked = Asked(
            need=NEEDS[self.scheme.kind], applied_for="guardian",
            fen=self.scheme.fen // 2 if self.scheme.is_ceiling else 0, papers=papers,
            payee=Account(name, "农村商业银行", f"6228{self.child.pk:012d}"),
            agreed=Agreed("guardian", name, "signed", self.on),
        )  # fmt: skip
        return actions.apply(
            key=_key(self.child.number), child=self.child, scheme=self.scheme, asked=asked, by=by
        )

    def _visited(self, refused: bool) -> None:
        words = "家里两间房，奶奶带着孩子，情况和申请里写的一样。"
        actions.visit(on=self.on, words=words, **self._said("visit"))

    def _township(self, refused: bool) -> None:
        words = "情况属实，建议救助。"
        said = self._said("township")
        actions.township_opinion(agree=True, words=words, **said)

    def _district(self, refused: bool) -> None:
        said = self._said("district", permission=P.REVIEW_AID)
        words = "同一学期已由民政发放助学金。" if refused else "同意上报。"
        actions.district_opinion(agree=not refused, words=words, **said)

    def _decided(self, refused: bool) -> None:
        if refused:
            self._elsewhere()
            words = "孩子今年已从民政得到同一学期的助学金，不重复发放。"
            actions.refuse(words=words, **self._said("decide", "M500001"))
        else:
            said = self._said("decide", "M500001")
            actions.grant(fen=self.one.asked_fen, source=self.money, words="", **said)

    def _elsewhere(self) -> None:
        actions.record_other(
            child=self.child, source="civil_affairs", what="助学金", fen=1_500_00, on=OPENS,
            key=_key(f"{self.child.number} other"), by=_reader("M500001", self.on),
        )  # fmt: skip

    def _paid(self, refused: bool) -> None:
        if not refused:
            said = self._said("pay", "A500001")
            actions.pay(fen=self.one.asked_fen, on=self.on, voucher=f"付-{self.one.pk:04d}", **said)

    def _followed(self, refused: bool) -> None:
        if refused:
            words = "民政那笔是去年秋天的，今年还没有得到。"
            actions.appeal(words=words, **self._said("appeal"))
        else:
            words = "钱收到了，交了书本费和生活费，孩子按时上学。"
            said = self._said("follow")
            actions.follow_up(on=self.on, words=words, **said)
