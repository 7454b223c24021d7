"""What is printed of a child: a warm year for the family, the closing sheet for the office."""

import datetime as dt
import io
import zipfile

import pytest
from pypdf import PdfReader

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.photos import Photo as Picture
from nuantong.growth.papers import keepsake
from nuantong.growth.stories import drawn, stories
from nuantong.pairing.models import Pairing
from nuantong.people.models import Guardian, Label, Need
from tests.conftest import TODAY, VILLAGE
from tests.paper import pages_of, text_of_pdf
from tests.unit.growth.conftest import added, met, png

pytestmark = pytest.mark.django_db
CHILDRENS_DAY = dt.date(2018, 6, 1)


@pytest.fixture
def year(cast, carer, agreed):
    """A year with visits, a festival, something confided, and much that was not done."""
    child = cast.children.own
    met(child, cast.carer, carer, dt.date(2018, 5, 3), ["meet", "talk"], "爸爸又喝酒打人")
    met(child, cast.carer, carer, dt.date(2018, 5, 20), ["meet"])
    met(child, cast.carer, carer, CHILDRENS_DAY, ["meet", "festival", "activity"])
    met(child, cast.carer, carer, dt.date(2018, 6, 2), ["guardian", "teacher"], "成绩下降")
    Need.objects.create(child=child, kind="legal", note="抚养费", raised_on=TODAY, raised_by="村")
    Label.objects.create(child=child, category="orphan", basis="民政认定", since=TODAY)
    Guardian.objects.create(child=child, name="祖母甲", relation="祖母", phone="13900000001")
    child.id_number, child.address = "500113200905041227", "麻柳嘴镇八角村3组"
    child.save(update_fields=["id_number", "address"])
    return child


def test_a_keepsake_tells_the_year_warmly(year, client_of) -> None:
    answer = client_of(Role.CARER).get(f"/children/{year.number}/keepsake/2018/")
    assert answer["Content-Type"] == "application/pdf"
    said = text_of_pdf(answer.content)
    for words in ("小乐", "成长纪念册", "亲爱的小乐小朋友", "3次见面", "1次谈心", "5月",
                  "李春梅来看你2次，和你谈心1次。", "1日，李春梅和你一起过六一。", "一起参加亲子活动",
                  "写给你的话"):  # fmt: skip
        assert words in said, words
    assert Event.objects.get(action="打印纪念册").child_number == year.number


def test_nothing_confided_owed_or_numbered_is_in_a_keepsake(year, client_of) -> None:
    said = text_of_pdf(client_of(Role.CARER).get(f"/children/{year.number}/keepsake/2018/").content)
    for words in ("喝酒", "成绩", "抚养费", "法律", "孤儿", "祖母甲", "13900000001", "500113", "八角村",
                  "逾期", "未履行", "监护", "班主任", year.number):  # fmt: skip
        assert words not in said, words


def test_photos_come_with_the_consent_and_go_with_it(year, carer, agreed, client_of) -> None:
    from nuantong.consents.actions import take_back

    def images() -> int:
        pdf = client_of(Role.CARER).get(f"/children/{year.number}/keepsake/2018/").content
        return sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages)

    assert images() == 0
    for number in range(3):
        added(year, carer, picture=Picture("image/png", png(8 + number)), caption="在河边")
    assert images() == 3
    take_back(consent=agreed, by=carer)
    assert images() == 0


def test_a_picture_taken_on_its_side_is_turned_upright() -> None:
    exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    data = (
        b"\xff\xd8\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + b"\xff\xda\0\x02x\xff\xd9"
    )
    assert "rotate(90 50 50)" in drawn(Picture("image/jpeg", data))
    assert "rotate(0 50 50)" in drawn(Picture("image/png", png()))


def test_a_year_without_anything_prints_nothing_and_says_so(year, client_of) -> None:
    client = client_of(Role.CARER)
    answer = client.get(f"/children/{year.number}/keepsake/2017/", follow=True)
    assert "2017年还没有可以印的内容" in answer.content.decode()
    assert not Event.objects.filter(action="打印纪念册").exists()
    assert client.get(f"/children/{year.number}/keepsake/2019/").status_code == 404


def test_a_village_is_one_zip_with_every_print_on_the_log(year, make, client_of) -> None:
    quiet = make.child("小静", VILLAGE)
    client = client_of(Role.TOWNSHIP_CHAIR)
    page = client.get("/keepsakes/").content.decode()
    assert "打包下载" in page
    answer = client.post("/keepsakes/", {"place": year.place_id, "year": 2018})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        [name] = [n for n in archive.namelist() if n.endswith(".pdf")]
        assert name == f"小乐 {year.number} 2018年成长纪念册.pdf"
        assert "小乐" in text_of_pdf(archive.read(name))
        assert "小静" in archive.read("没有印的孩子.txt").decode()
    logged = Event.objects.filter(action="打印纪念册").values_list("child_number", flat=True)
    assert set(logged) == {year.number, quiet.number}


def test_a_neighbours_village_is_not_printed(year, cast, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    for place in (cast.children.neighbour.place_id, "x", 0, 10**30):
        answer = client.post("/keepsakes/", {"place": place, "year": 2018})
        assert answer.status_code == 404
    for role in (Role.COUNSELLOR, Role.CITY_OFFICER, Role.LEADER):
        assert client_of(role).get("/keepsakes/").status_code == 403


def test_a_village_costs_few_queries(year, make, reader, django_assert_max_num_queries) -> None:
    from nuantong.growth.batch import zipped

    children = [year, *(make.child(f"小{n}", VILLAGE) for n in range(10))]
    by = reader(Role.TOWNSHIP_CHAIR)
    with django_assert_max_num_queries(2 + len(children) + 4):
        b"".join(zipped(children, 2018, by))


def test_a_name_that_is_markup_is_printed_as_it_is(year, reader) -> None:
    year.name = '#read("/x")*$_'
    [story] = stories([year], 2018, TODAY).values()
    assert '#read("/x")*$_' in text_of_pdf(keepsake(story, reader(Role.CARER)))


def test_the_closing_sheet_is_there_when_there_is_something_to_close(year, cast, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    where = f"/children/{year.number}/closing-sheet/"
    assert "结案表" not in client.get(f"/children/{year.number}/").content.decode()
    assert "不用结案" in client.get(where, follow=True).content.decode()
    Pairing.objects.update(end=TODAY, ended_reason="carer_left")
    assert "打印结案表" in client.get(f"/children/{year.number}/").content.decode()
    [page] = pages_of(client.get(where).content)
    for words in ("困境儿童关爱服务结案表", "小乐", year.number, "结对已结束", "李春梅", "2018年3月1日",
                  "2018年8月24日", "2018年4311111", "法律援助", "未解决", "孤儿", "乡镇（街道）妇联"):  # fmt: skip
        assert words in page, (words, page)
    for words in ("喝酒", "500113200905041227", "13900000001"):
        assert words not in page
    assert Event.objects.get(action="打印结案表").child_number == year.number


@pytest.mark.parametrize(
    ("birth", "closes"), [(dt.date(2000, 8, 24), True), (dt.date(2000, 8, 25), False)]
)
def test_whoever_is_of_age_may_be_closed(year, client_of, birth, closes) -> None:
    year.birth_date = birth
    year.save(update_fields=["birth_date"])
    answer = client_of(Role.TOWNSHIP_CHAIR).get(f"/children/{year.number}/closing-sheet/")
    assert (answer.status_code == 200) == closes


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER}))
def test_the_closing_sheet_is_for_those_who_keep_the_register(year, client_of, role) -> None:
    Pairing.objects.update(end=TODAY, ended_reason="carer_left")
    client = client_of(role)
    answer = client.get(f"/children/{year.number}/closing-sheet/")
    assert answer.get("Content-Type") != "application/pdf"
    assert "打印结案表" not in client.get(f"/children/{year.number}/").content.decode()
