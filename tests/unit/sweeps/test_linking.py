"""The trained model behind the sweep: who is linked, who is shown to people, who is new."""

import datetime as dt

import pytest

from nuantong.people.models import Guardian
from nuantong.sweeps.models import Card, Link, Record
from tests.conftest import VILLAGE, make_child
from tests.unit.sweeps.rosters_made import HOME, a_source, an_id, bring, csv_of, pupil, standings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]
ALONE = "号码相同，姓名不同，没有另写的出生日期可证"
BORN = dt.date(2009, 3, 4)
OTHERS = ["向小柏", "胡俊杰", "冉雨桐", "邓子涵", "文思源", "秦晓雅", "汪浩宇", "谭欣怡"]


def test_the_model_links_the_sure_and_leaves_strangers_alone() -> None:
    for n, name in enumerate(OTHERS):
        child = make_child(
            name, VILLAGE, birth_date=dt.date(2009, 3, 4 + n), sex="1",
            id_number=an_id(f"200903{4 + n:02}", 361 + 2 * n), address=HOME,
        )  # fmt: skip
        Guardian.objects.create(child=child, name=f"{name[0]}家长", phone=f"1390000000{n}")
    rows = [
        pupil(name, 361 + 2 * n, born=f"200903{4 + n:02}", 家长电话=f"1390000000{n}")
        for n, name in enumerate(OTHERS)
    ]
    source = a_source()
    bring(source, csv_of([*rows, pupil("司徒陌生", 877, born="20120809", 家庭住址="巫山县")]))
    found = standings(source)
    assert {found[name] for name in OTHERS} == {"on_register"}
    assert found["司徒陌生"] == "excluded ordinary"
    link = Link.objects.first()
    assert link and link.decider == "auto" and link.model and link.levels["id"] == "equal"


def test_a_row_that_stands_twice_with_one_number_is_one_person() -> None:
    source = a_source()
    bring(source, csv_of([
        pupil("向小柏", 361), pupil("向小柏", 361, 家长电话="13900000009"), pupil("胡俊杰", 377),
    ]))  # fmt: skip
    assert Card.objects.count() == 0
    first, again, _ = Record.objects.order_by("pk")
    assert (again.reason, again.duplicate_of) == ("duplicate", first)


@pytest.mark.parametrize(
    ("theirs", "born", "guard"),
    [
        (None, "2009-03-04", ALONE),
        (BORN, "", ALONE),
        (BORN, "2012-08-09", ALONE),
        (BORN, "2009-03-04", ""),
    ],
)
def test_a_sister_under_her_brothers_number_waits_for_a_person(
    theirs: dt.date | None, born: str, guard: str
) -> None:
    """Guarded unless both lists have a birth date apart from the number, and these agree."""
    for n, name in enumerate(OTHERS):
        child = make_child(
            name, VILLAGE, birth_date=dt.date(2009, 3, 4 + n), sex="1",
            id_number=an_id(f"200903{4 + n:02}", 361 + 2 * n), address=HOME,
            birth_written=theirs and theirs + dt.timedelta(n),
        )  # fmt: skip
        Guardian.objects.create(child=child, name=f"{name[0]}家长", phone=f"1390000000{n}")
    rows = [
        pupil(name, 361 + 2 * n, born=f"200903{4 + n:02}", 家长电话=f"1390000000{n}")
        for n, name in enumerate(OTHERS[1:], 1)
    ]
    sister = pupil("向小兰", 361, 家长电话="13900000000", 出生日期=born)
    source = a_source()
    bring(source, csv_of([*rows, sister]))
    assert not Link.objects.filter(record__name="向小兰").exists()
    (card,) = Card.objects.filter(record__name="向小兰")
    assert card.child and card.child.name == "向小柏"
    assert card.guard == guard
