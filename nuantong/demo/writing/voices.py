"""A danger report, a police station and two letters, made by the same actions as in life."""

import datetime as dt
from itertools import repeat
from uuid import UUID

from nuantong.access.reader import reader_of, system_reader
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.demo import cast
from nuantong.demo.numbers import reserved_phone
from nuantong.demo.size import SEED, chance
from nuantong.help.actions import Letter, answer, complain, read_complaint
from nuantong.help.models import Complaint
from nuantong.people.models import Child
from nuantong.protection.actions import Account, add_station, report_danger
from nuantong.regions.tree import Tree

INJURED = 4
STATION_PHONE = 90


def write_voices(tree: Tree, seed: int = SEED) -> None:
    rng = chance("voices", seed)
    keys = (UUID(int=rng.getrandbits(128), version=4) for _ in repeat(None))
    township = tree.by_code(cast.TOWNSHIP)
    assert township is not None
    add_station(
        by=system_reader(), region=township.id, name="麻柳嘴派出所",
        phone=reserved_phone(STATION_PHONE),
    )  # fmt: skip
    _danger(next(keys))
    _letters(next(keys), next(keys), next(keys))


def _person(member: cast.Member) -> User:
    return User.objects.get(staff_number=member.staff_number)


def _danger(key: UUID) -> None:
    """The village's chair has seen what must not be kept to oneself."""
    chair = _person(cast.VILLAGE_CHAIR)
    here = Child.objects.filter(place__code__startswith=cast.TOWNSHIP, setting="scattered")
    child = here.exclude(household__children__number="T0000001").order_by("pk").first()
    now = clock.now()
    account = Account(
        child=child,
        seen="孩子手臂有多处淤青，说是被打的，晚上不敢回家。",
        found_at=now - dt.timedelta(minutes=12),
        called_at=now - dt.timedelta(minutes=8),
    )
    report_danger(by=reader_of(chair), key=key, situation=INJURED, account=account)


def _letters(first: UUID, second: UUID, reply: UUID) -> None:
    """One letter is answered, one waits."""
    carer = reader_of(_person(cast.CARER))
    kind = Complaint.Kind.SUGGESTION
    letter = complain(
        by=carer, key=first, letter=Letter(kind, "走访本和手机上重复记两遍，能不能只记手机？")
    )
    if letter.handler:
        officer = reader_of(letter.handler)
        read_complaint(by=officer, complaint=letter)
        answer(
            by=officer, complaint=letter, key=reply, text="可以，从九月起只记手机，纸本不再检查。"
        )
    complain(by=carer, key=second, letter=Letter(kind, "希望组织一次和孩子谈心的培训。"))
