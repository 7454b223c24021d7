"""The register's pages: who sees which, what is masked, what is asked and logged first."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.people import actions
from nuantong.people.models import Child
from tests.conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
KEEPERS = [Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER]
PHONE, ID = "13800138000", "500113200905040124"


@pytest.fixture
def own(cast, township) -> Child:
    """The cast's own child with everything that must not be shown to everybody."""
    child = cast.children.own
    actions.change_guardian(child=child, name="王大娘", relation="祖母", phone=PHONE, by=township)
    Child.objects.filter(pk=child.pk).update(id_number=ID, id_status="wrong", id_index=b"x" * 32)
    child.refresh_from_db()
    return child


def url(name: str, *args) -> str:
    return reverse(f"people:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def listed(client, **query) -> set[str]:
    """The names in the list for these filters."""
    return {line.name for line in client.get(url("children"), query).context["lines"]}


@pytest.mark.parametrize("role", KEEPERS)
def test_the_file_opens_to_whoever_answers_for_the_child_and_is_logged(
    own, client_of, role
) -> None:
    before = Event.objects.count()
    page = client_of(role).get(url("child", own.number))
    assert page.status_code == 200 and own.name in text(page)
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("pk").action == "查看档案"


@pytest.mark.parametrize("role", [Role.CARER, *KEEPERS, Role.COUNSELLOR])
def test_a_neighbours_file_is_not_found(cast, client_of, role) -> None:
    number = cast.children.neighbour.number
    for name in ("child", "edit_child", "move", "leave", "new_label", "new_need"):
        page = client_of(role).get(url(name, number))
        assert page.status_code in (403, 404)
        assert cast.children.neighbour.name not in text(page)
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.RIGHTS_OFFICER, Role.SYSTEM_ADMIN])
def test_roles_without_children_are_refused(cast, client_of, role) -> None:
    client = client_of(role)
    for address in (url("children"), url("carers"), url("child", cast.children.own.number)):
        assert client.get(address).status_code == 403


def test_the_id_is_masked_until_asked_for_with_a_reason(own, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    page = text(client.get(url("child", own.number)))
    assert ID not in page and "500113********0124" in page
    reveal = url("reveal", own.number)
    client.post(reveal, {"kind": "id_number", "reason": ""})
    assert not Event.objects.filter(action="查看隐藏信息").exists()
    shown = client.post(reveal, {"kind": "id_number", "reason": "核实信息"}, headers={"HX-Request": "true"})  # fmt: skip
    assert ID in text(shown)
    event = Event.objects.get(action="查看隐藏信息")
    assert (event.reason, event.changes) == ("核实信息", {"part": "id_number"})
    assert client.post(reveal, {"kind": "password", "reason": "核实"}).status_code == 404


def test_whoever_visits_sees_the_phone_at_once_others_ask(own, client_of) -> None:
    assert f"tel:{PHONE}" in text(client_of(Role.VILLAGE_CHAIR).get(url("child", own.number)))
    page = text(client_of(Role.DISTRICT_OFFICER).get(url("child", own.number)))
    assert PHONE not in page and "138****8000" in page


def test_the_city_says_why_before_it_opens_a_file(own, client_of) -> None:
    client = client_of(Role.CITY_OFFICER)
    address = url("child", own.number)
    asked = client.get(address)
    assert "说明查看事由" in text(asked) and own.name not in text(asked)
    assert "请写明" in text(client.post(url("give_reason", own.number), {"reason": " "}))
    answer = client.post(url("give_reason", own.number), {"reason": "督办", "next": address})
    assert answer.headers["Location"] == address
    assert own.name in text(client.get(address))
    actions_logged = list(Event.objects.order_by("pk").values_list("action", flat=True))[-2:]
    assert actions_logged == ["说明查看事由", "查看档案"]


def test_a_reason_holds_for_one_child_and_one_day(own, client_of, make, settings) -> None:
    client = client_of(Role.CITY_OFFICER)
    client.post(url("give_reason", own.number), {"reason": "督办"})
    other = make.child("小雨", VILLAGE)
    assert "小雨" not in text(client.get(url("child", other.number)))
    settings.TODAY = TODAY + dt.timedelta(days=1)
    assert own.name not in text(client.get(url("child", own.number)))


def test_a_reason_leads_nowhere_else(own, client_of) -> None:
    client = client_of(Role.CITY_OFFICER)
    for away in ("https://evil.example/", "//evil.example", "/carers/"):
        answer = client.post(url("give_reason", own.number), {"reason": "督办", "next": away})
        assert answer.headers["Location"] == url("child", own.number)


def test_a_village_chair_and_a_carer_get_the_phone(own, client_of) -> None:
    assert 'class="phone' in text(client_of(Role.VILLAGE_CHAIR).get(url("child", own.number)))
    assert 'class="desk' in text(client_of(Role.TOWNSHIP_CHAIR).get(url("child", own.number)))


@pytest.mark.parametrize(
    ("role", "full"),
    [(Role.VILLAGE_CHAIR, True), (Role.TOWNSHIP_CHAIR, True), (Role.DISTRICT_OFFICER, False),
     (Role.CITY_OFFICER, False)],
)  # fmt: skip
def test_names_are_masked_in_wide_lists(cast, client_of, make, role, full) -> None:
    make.child("欧阳明月", VILLAGE)
    page = text(client_of(role).get(url("children")))
    assert ("欧阳明月" in page) is full
    assert ("欧**月" in page) is not full
    searched = text(client_of(role).get(url("children"), {"q": "欧阳明月"}))
    assert ">欧阳明月<" in searched


@pytest.mark.parametrize(
    ("typed", "found"),
    [("lz", {"刘哲"}), ("liuz", {"刘哲"}), ("LIU ZHE", {"刘哲"}), ("刘", {"刘哲"}), ("zz", set()),
     ("哲 ", {"刘哲"}), ("%", set())],
)  # fmt: skip
def test_the_list_is_searched_in_every_way_people_type(cast, township, client_of, typed, found):
    for name, village in (("刘哲", NEXT_VILLAGE), ("张小", VILLAGE)):
        actions.register_child(values={"name": name}, place=place(village).pk, by=township)
    assert listed(client_of(Role.TOWNSHIP_CHAIR), q=typed) == found


def test_a_village_is_found_by_its_name(cast, township, client_of) -> None:
    actions.register_child(values={"name": "刘哲"}, place=place(NEXT_VILLAGE).pk, by=township)
    village = township.tree.name(place(NEXT_VILLAGE).pk)
    assert listed(client_of(Role.TOWNSHIP_CHAIR), q=village) == {"刘哲"}
    number = cast.children.own.number
    assert listed(client_of(Role.TOWNSHIP_CHAIR), q=number.lower()) == {cast.children.own.name}


def test_an_id_in_the_search_does_not_stay_in_the_address(township, client_of, id_of) -> None:
    child = actions.register_child(
        values={"name": "刘哲", "id_number": id_of()}, place=place(VILLAGE).pk, by=township
    )
    client = client_of(Role.TOWNSHIP_CHAIR)
    answer = client.get(url("children"), {"q": f" {id_of()} "})
    assert answer.status_code == 302 and child.number in answer.headers["Location"]
    assert id_of() not in answer.headers["Location"]
    lines = client.get(answer.headers["Location"]).context["lines"]
    assert [line.name for line in lines] == ["刘哲"]
    nobody = client.get(url("children"), {"q": id_of(sequence=18)})
    assert nobody.headers["Location"] == url("children")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"age_min": "6", "age_max": "9"}, {"小乐", "甲"}),
        ({"age_min": "10"}, {"乙"}),
        ({"sex": "1"}, {"乙"}),
        ({"label": "orphan"}, {"甲"}),
        ({"need": "study"}, {"甲"}),
        ({"stage": "none"}, {"乙"}),
        ({"status": "left"}, {"丙"}),
        ({"status": "all", "setting": "scattered"}, {"小乐", "甲", "乙", "丙"}),
        ({"place": NEXT_VILLAGE}, {"乙"}),
        ({"place_1": NEXT_VILLAGE}, {"乙"}),
        ({"id_status": "valid"}, set()),
        ({"place": NEIGHBOUR}, {"小乐", "甲", "乙"}),
        ({"sex": "9", "age_min": "x"}, {"小乐", "甲", "乙"}),
    ],
)
def test_the_list_is_narrowed(cast, township, client_of, make, query, names) -> None:
    first = make.child("甲", VILLAGE, birth_date=dt.date(2012, 8, 24))
    make.child("乙", NEXT_VILLAGE, birth_date=dt.date(2008, 8, 24), sex="1", stage="")
    left = make.child("丙", VILLAGE)
    actions.add_label(child=first, category="orphan", basis="认定", by=township)
    actions.raise_need(child=first, kind="study", by=township)
    actions.end_registration(child=left, on=TODAY, reason="left_city", by=township)
    assert listed(client_of(Role.TOWNSHIP_CHAIR), **query) == names


def test_an_ended_label_no_longer_finds_the_child(cast, township, client_of) -> None:
    label = actions.add_label(
        child=cast.children.own, category="poor", basis="低保", since=dt.date(2017, 1, 1),
        by=township,
    )  # fmt: skip
    actions.end_label(label=label, on=TODAY, by=township)
    assert listed(client_of(Role.TOWNSHIP_CHAIR), label="poor") == set()


def test_the_sheet_is_masked_counted_and_logged(cast, client_of, make) -> None:
    make.child("欧阳明月", VILLAGE)
    answer = client_of(Role.TOWNSHIP_CHAIR).get(url("children"), {"export": "xlsx", "sex": "2"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = {str(value) for row in sheet.values for value in row}
    assert "欧**月" in cells and "欧阳明月" not in cells
    event = Event.objects.latest("pk")
    assert event.action == "导出儿童台账"
    assert event.changes == {"count": 2, "filters": {"性别": "女"}}


def test_who_may_not_export_gets_the_page(cast, client_of) -> None:
    page = client_of(Role.VILLAGE_CHAIR).get(url("children"), {"export": "xlsx"})
    assert page.headers["Content-Type"].startswith("text/html")
    assert not Event.objects.exists()


def test_suggestions_stay_in_the_scope(cast, client_of, make) -> None:
    make.child("林小", VILLAGE, pinyin="lx linxiao")
    make.child("林大", NEIGHBOUR, pinyin="ld linda")
    answer = text(client_of(Role.TOWNSHIP_CHAIR).get(url("suggest_children"), {"q": "lin"}))
    assert "林小" in answer and "林大" not in answer
    make.carer("林阿姨", NEIGHBOUR, pinyin="lay linayi")
    assert "林阿姨" not in text(
        client_of(Role.TOWNSHIP_CHAIR).get(url("suggest_carers"), {"q": "l"})
    )


def test_places_are_offered_step_by_step_within_the_scope(cast, client_of) -> None:
    client = client_of(Role.DISTRICT_OFFICER)
    first = text(client.get(url("place_steps"), {"name": "place"}))
    assert 'name="place_1"' in first and "place_2" not in first
    second = text(client.get(url("place_steps"), {"name": "place", "place_1": "500113111"}))
    assert 'name="place_2"' in second and VILLAGE in second
    strange = text(client.get(url("place_steps"), {"name": "place", "place_1": "500118116"}))
    assert "place_2" not in strange
    assert client.get(url("place_steps"), {"name": "<script>"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "found"), [("小", 0), ("x", 0), ("xl", 1), ("xiaole", 1), ("xiaol", 0), ("小乐", 1)]
)
def test_a_masked_list_is_no_way_to_find_a_name_piece_by_piece(cast, client_of, typed, found):
    child = cast.children.own
    child.name, child.pinyin = "小乐", "xl xiaole"
    child.save()
    for role, many in ((Role.TOWNSHIP_CHAIR, 1), (Role.DISTRICT_OFFICER, found)):
        page = client_of(role).get(url("children"), {"q": typed})
        assert child.number in text(page) or not many
        assert many or child.number not in text(page)
