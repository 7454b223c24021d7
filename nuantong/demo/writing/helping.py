"""What is around carers: pledges and trainings, applications in every state, helpers of every kind."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any, Final

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.accounts.models import User
from nuantong.carers import actions as carers
from nuantong.carers.actions import Applicant, Check
from nuantong.carers.models import Application, Pledge, Training
from nuantong.core import clock
from nuantong.core.text import check_character
from nuantong.demo import cast
from nuantong.demo.accounts import PASSWORD
from nuantong.demo.numbers import invented_region, reserved_phone
from nuantong.demo.size import SEED, chance
from nuantong.demo.writing.tables import write
from nuantong.helpers import actions as helpers
from nuantong.helpers import vetting
from nuantong.helpers.actions import Offer
from nuantong.helpers.models import Helper
from nuantong.people.models import Carer, Need
from nuantong.regions.tree import Tree

SPACE: Final = uuid.UUID("5d2c1bb5-6a0e-4b7a-8f2e-1a9a5b1f6a10")
BEGAN, APRIL, AUGUST = dt.date(2018, 3, 5), dt.date(2018, 4, 18), dt.date(2018, 8, 2)
ORGAN: Final = "巴南区公安局"
APPLICANTS: Final = (
    ("蒋素兰", "退休教师", "submitted"), ("古春燕", "村卫生室护士", "checked"),
    ("龙小梅", "村妇联执委", "approved"), ("程玉芬", "", "refused"), ("卢晓霞", "", "withdrawn"),
)  # fmt: skip
HELPERS: Final = (
    ("teacher", "方文静", "", cast.VILLAGE, ["study"], "group", 3, True),
    ("teacher", "邹明远", "", cast.TOWNSHIP, ["study", "counselling"], "alone", 2, True),
    ("doctor", "冯国强", "", cast.TOWNSHIP, ["medical"], "group", 20, True),
    ("student", "柳依依", "", cast.DISTRICT, ["study"], "group", 2, False),
    ("family", "汪家国、谢敏夫妇", "", cast.TOWNSHIP, ["living", "other"], "alone", 1, True),
    ("company", "南泉食品有限公司", "刘经理", cast.DISTRICT, ["living"], "goods", 100, True),
    ("unit", "巴南区法律援助中心", "贺律师", cast.DISTRICT, ["legal"], "group", 50, True),
    ("other", "康宁社会工作服务站", "向社工", cast.CITY, ["counselling", "guardianship"], "group", 30, True),
)  # fmt: skip
"""Kind, name, contact, place, offers, closeness, how many children, whether she pledged."""


def write_helping(tree: Tree, seed: int = SEED) -> None:
    """Small beside the city: pledges for most carers, and what the tour looks at."""
    _pledges(seed)
    officer = _reader(cast.DISTRICT_OFFICER.staff_number)
    _applications(tree, officer)
    _helpers(tree)
    carers.warn_of_checks(system_reader())
    vetting.warn_of_checks(system_reader())


def _reader(number: str) -> Reader:
    return reader_of(User.objects.get(staff_number=number))


def _key(word: str) -> uuid.UUID:
    return uuid.uuid5(SPACE, word)


def _pledges(seed: int) -> None:
    """Nine in ten carers have signed; half were at the spring's training."""
    rng = chance("pledges", seed)
    rows = list(Carer.objects.order_by("pk").values_list("pk", "name"))
    said = {"entered_at": clock.now(), "entered_by_name": "区县妇联"}
    write(
        Pledge,
        ({"carer": pk, "on": BEGAN, "signed_by": name, **said} for pk, name in rows
         if rng.random() < 0.9),
    )  # fmt: skip
    subject = {"subject": "儿童保护与强制报告", "hours": Decimal("3.5"), "given_by": "市妇联"}
    write(
        Training,
        ({"carer": pk, "on": APRIL, **subject, **said} for pk, _ in rows if rng.random() < 0.5),
    )


def _applications(tree: Tree, officer: Reader) -> None:
    chair, township = (
        _reader(who.staff_number) for who in (cast.VILLAGE_CHAIR, cast.TOWNSHIP_CHAIR)
    )
    village = tree.by_code(cast.VILLAGE)
    assert village is not None
    for number, (name, post, state) in enumerate(APPLICANTS):
        body = f"{invented_region(cast.DISTRICT)}19550612{2 * number + 2:03d}"
        found = carers.apply(
            applicant=Applicant(
                name=name, id_number=body + check_character(body), place_id=village.id, post=post,
                phone=reserved_phone(60 + number), availability=["weekend"],
                why="孩子都成家了，愿意多照看两个。",
            ),
            key=_key(name), by=chair,
        )  # fmt: skip
        _decide(found, state, township, officer)


def _decide(found: Application, state: str, township: Reader, officer: Reader) -> None:
    if state in ("checked", "approved", "refused"):
        said = "到家里见过面，家庭和睦，邻里都说好。"
        found = carers.confirm(application=found, words_=said, version=found.version, by=township)
    acts: dict[str, Any] = {"application": found, "version": found.version}
    if state == "approved":
        approved = carers.approve(**acts, check=Check(on=AUGUST, organ=ORGAN), by=officer)
        _has_signed_in(approved.carer)
    if state == "refused":
        carers.refuse(**acts, reason="长期在外地，不能按月看望孩子", by=officer)
    if state == "withdrawn":
        carers.withdraw(**acts, reason="要去带孙子", by=township)


def _has_signed_in(carer: Carer) -> None:
    """She has set her own password already."""
    user = User.objects.get(carer=carer)
    user.set_password(PASSWORD)
    user.must_change_password = False
    user.save()


def _helpers(tree: Tree) -> None:
    by = system_reader()
    for number, (kind, name, contact, code, offers, closeness, most, pledged) in enumerate(HELPERS):
        place = tree.by_code(code.ljust(12, "0"))
        assert place is not None
        offer = Offer(
            kind=kind, name=name, contact=contact, phone=reserved_phone(80 + number),
            place_id=place.id, since=BEGAN, offers=offers, closeness=closeness, capacity=most,
        )  # fmt: skip
        found = helpers.register_helper(offer=offer, key=_key(name), by=by)
        if pledged:
            vetting.sign_pledge(helper=found, on=BEGAN, signed_by=contact or name, by=by)
        if kind == "teacher":
            vetting.check_helper(helper=found, on=APRIL, organ=ORGAN, result="clear", by=by)
    _help_the_siblings()


def _help_the_siblings() -> None:
    """邹明远 talks with 小婷 every fortnight until the end of the year."""
    need = Need.objects.select_related("child").get(child__name="周小婷", kind="counselling")
    township = _reader(cast.TOWNSHIP_CHAIR.staff_number)
    service = helpers.ask(
        need=need, helper=Helper.objects.get(name="邹明远"), closeness="alone",
        start=dt.date(2018, 8, 6), until=dt.date(2018, 12, 31), key=_key("小婷"), by=township,
    )  # fmt: skip
    helpers.answer(service=service, accepts=True, words="", version=1, by=township)
