"""The pages: few taps, 110 at once, narratives behind a reason, nobody's but one's own."""

import datetime as dt
import uuid
from io import BytesIO

import pytest
from django.urls import reverse

from nuantong.access.roles import Permission, Role
from nuantong.audit.models import Event
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child, Guardian
from nuantong.tasks.models import Task
from nuantong.visits.actions import ask_for_visit, begin_batch, set_rules
from nuantong.visits.models import PaperRow, PlanRule, Visit, VisitPhoto
from nuantong.visits.queries.plan import plan
from tests.conftest import NEXT_VILLAGE, TODAY, VILLAGE
from tests.unit.core.test_photos import exif, jpeg
from tests.unit.visits.conftest import met, missed

pytestmark = pytest.mark.django_db


def taps(**changed):
    """What the form sends after a few taps."""
    return {
        "key": uuid.uuid4(), "outcome": "met", "happened_on": TODAY, "visitor": "张桂芳",
        "met": ["child", "guardian"], "grade": "fair", **changed,
    }  # fmt: skip


def address(child: Child) -> str:
    return f"/visits/homes/{child.number}/"


def test_the_first_screen_says_how_many_homes_wait(cast, client_of, make) -> None:
    make.child("小宁", VILLAGE)
    page = client_of(Role.VILLAGE_CHAIR).get("/care/").content.decode()
    assert "要走访的家庭" in page and "2 户" in page


def test_the_homes_of_the_village_are_listed_with_why(cast, client_of, make) -> None:
    make.child("小远", NEXT_VILLAGE)
    make.child("小院", VILLAGE, setting="institution")
    page = client_of(Role.VILLAGE_CHAIR).get("/visits/")
    assert [home.names for home in page.context["homes"]] == ["小乐"]
    assert "从未走访" in page.content.decode()


def test_by_route_the_groups_come_in_order_with_their_addresses(cast, client_of, make) -> None:
    for name, group in (("小三", "三组8号"), ("小一", "1组9号"), ("小二", "1组2号")):
        make.child(name, VILLAGE, address=f"八角村{group}")
    page = client_of(Role.VILLAGE_CHAIR).get("/visits/?order=route")
    assert [stop.home.names for stop in page.context["stops"]] == ["小二", "小一", "小三", "小乐"]
    assert "八角村1组2号" in page.content.decode()


def test_a_few_taps_save_a_visit_of_the_whole_home(cast, client_of, make) -> None:
    own = cast.children.own
    make.child("小宁", VILLAGE, household=own.household)
    client = client_of(Role.VILLAGE_CHAIR)
    page = client.post(address(own), taps(**{"c1-needs": ["study"]}), follow=True)
    assert "已保存：小乐、小宁" in page.content.decode() and "学习辅导" in page.content.decode()
    visit = Visit.objects.get()
    assert visit.source == "phone" and visit.children.count() == 2
    assert Task.objects.get().child.name == "小宁"


def test_twice_equals_once_and_a_changed_form_is_told(cast, client_of) -> None:
    client, form = client_of(Role.VILLAGE_CHAIR), taps()
    for _ in range(2):
        assert client.post(address(cast.children.own), form).status_code == 302
    page = client.post(address(cast.children.own), {**form, "grade": "poor"})
    assert "已经保存" in page.content.decode() and Visit.objects.count() == 1


def test_a_danger_sign_leads_to_110_at_once_and_the_visit_is_kept(cast, client_of) -> None:
    own = cast.children.own
    client = client_of(Role.VILLAGE_CHAIR)
    answer = client.post(address(own), taps(**{"c0-risks": ["abuse", "truant"]}))
    assert answer.url == f"{reverse('protection:report')}?child={own.number}"
    page = client.get(answer.url).content.decode()
    assert "走访已保存" in page and page.index("tel:110") < page.index("提交报告")
    assert Visit.objects.get().children.get().dangers == ["abuse"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": ""}, "请选走访结果"),
        ({"outcome": "withdrawn"}, "请选走访结果"),
        ({"met": []}, "请选见到了谁"),
        ({"grade": ""}, "请评定监护状况"),
        ({"happened_on": "2018-08-25"}, "之后"),
        ({"happened_on": "昨天"}, "不是日期"),
        ({"family": "字" * 201}, "200"),
        ({"parents_on": "2018-08-24", "happened_on": "2018-08-20"}, "之后"),
        ({"guardian_phone": "138"}, "手机号应为11位"),
        ({"c0-needs": ["gold"]}, "gold"),
        ({"visitor": ""}, "请填走访人"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_saves_nothing(cast, client_of, changed, said) -> None:
    page = client_of(Role.VILLAGE_CHAIR).post(address(cast.children.own), taps(**changed))
    assert page.status_code == 200 and said in page.content.decode()
    assert not Visit.objects.exists()


def test_a_second_visit_of_the_day_is_saved_after_a_tick(cast, client_of, visit) -> None:
    visit(met(cast.children.own))
    client, form = client_of(Role.VILLAGE_CHAIR), taps()
    page = client.post(address(cast.children.own), form)
    assert "不是同一次走访" in page.content.decode() and Visit.objects.count() == 1
    client.post(address(cast.children.own), {**form, "again": "on"})
    assert Visit.objects.count() == 2


def test_a_photo_is_kept_encrypted_without_where_it_was_taken(cast, client_of) -> None:
    client = client_of(Role.VILLAGE_CHAIR)
    picture = BytesIO(jpeg(exif(6)))
    picture.name = "IMG_1.jpg"
    client.post(address(cast.children.own), taps(photos=picture))
    raw = VisitPhoto.objects.extra(select={"raw": "content"}).values_list("raw").get()[0]
    assert b"picture" not in bytes(raw)
    answer = client.get(reverse("visits:photo", args=[Visit.objects.get().key, 0]))
    assert answer["Content-Type"] == "image/jpeg" and b"GPS" not in answer.content


@pytest.mark.parametrize(("data", "said"), [(b"GIF89a", "JPG、PNG"), (jpeg()[:-2], "不完整")])
def test_a_wrong_photo_saves_nothing(cast, client_of, data, said) -> None:
    file = BytesIO(data)
    file.name = "x.jpg"
    page = client_of(Role.VILLAGE_CHAIR).post(address(cast.children.own), taps(photos=file))
    assert said in page.content.decode() and not Visit.objects.exists()


def test_ones_own_words_lie_open_and_anothers_need_a_reason(cast, client_of, visit) -> None:
    kept = visit(met(cast.children.own, family="祖母有高血压"))
    url = reverse("visits:visit", args=[kept.key])
    assert "高血压" in client_of(Role.VILLAGE_CHAIR).get(url).content.decode()
    officer = client_of(Role.DISTRICT_OFFICER)
    assert "高血压" not in officer.get(url).content.decode()
    words = reverse("visits:words", args=[kept.key])
    officer.post(words, {"reason": ""})
    assert "高血压" not in officer.get(url).content.decode()
    officer.post(words, {"reason": "办理需求"})
    assert "高血压" in officer.get(url).content.decode()
    assert Event.objects.get(action="查看走访内容").reason == "办理需求"


def test_the_childs_page_shows_the_visit_and_never_its_words(cast, client_of, visit) -> None:
    visit(met(cast.children.own, family="祖母有高血压"))
    for role in (Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER):
        page = client_of(role).get(f"/children/{cast.children.own.number}/").content.decode()
        assert "入户走访：见到了，监护评定一般" in page and "高血压" not in page
    counsellor = client_of(Role.COUNSELLOR).get(f"/children/{cast.children.own.number}/")
    assert "入户走访" not in counsellor.content.decode()


def test_a_carer_surveys_her_own_childs_home_alone(cast, client_of, make) -> None:
    client = client_of(Role.CARER)
    other = make.child("小宁", VILLAGE)
    assert client.get(address(cast.children.own)).status_code == 404
    Pairing.objects.create(
        child=cast.children.own, carer=cast.carer, start=TODAY, tier="village", checked_on=TODAY
    )
    assert client.post(address(cast.children.own), taps()).status_code == 302
    assert client.get(address(other)).status_code == 404


def test_a_found_home_is_recorded_with_its_village(cast, client_of, make) -> None:
    client = client_of(Role.VILLAGE_CHAIR)
    form = taps(label="王大山家", children="小虎，八岁", place=make.place(VILLAGE).code)
    page = client.post("/visits/found/", form, follow=True)
    assert "已保存：王大山家" in page.content.decode()
    assert "小虎" in Visit.objects.get().texts["note"]
    assert client.post("/visits/found/", taps(label="王")).status_code == 200


def test_facts_are_shown_old_and_new_and_written_after_a_tick(cast, client_of, visit) -> None:
    child = cast.children.own
    Guardian.objects.create(child=child, name="陈奶奶", relation="祖母", phone="15400000001")
    kept = visit(met(child, {"stage": "junior"}, guardian_phone="15400000002", father="dead"))
    url = reverse("visits:changes", args=[kept.key, child.number])
    chair = client_of(Role.VILLAGE_CHAIR)
    page = chair.get(url).content.decode()
    assert "小学" in page and "初中" in page and "15400000001" in page and "15400000002" in page
    ticked = {"chosen": ["stage", "guardian_phone"], "version": child.version}
    chair.post(url, ticked)
    child.refresh_from_db()
    task = Task.objects.get(kind="visits.changed")
    assert child.stage == "primary" and task.is_open
    client_of(Role.TOWNSHIP_CHAIR).post(url, ticked)
    child.refresh_from_db()
    task.refresh_from_db()
    assert child.stage == "junior" and not task.is_open
    assert child.guardians.get(until=None).phone == "15400000002"
    assert not child.parent_situations.exists()


def test_a_comparison_overtaken_by_another_change_is_refused(cast, client_of, visit) -> None:
    child = cast.children.own
    kept = visit(met(child, {"stage": "junior"}))
    url = reverse("visits:changes", args=[kept.key, child.number])
    page = client_of(Role.TOWNSHIP_CHAIR).post(url, {"chosen": ["stage"], "version": 99})
    assert "他人修改" in page.content.decode()
    assert Child.objects.get(pk=child.pk).stage == "primary"


def test_an_officer_asks_and_the_home_comes_first(cast, client_of, visit) -> None:
    child = cast.children.own
    visit(met(child))
    chair = client_of(Role.VILLAGE_CHAIR)
    assert chair.get("/visits/").context["homes"] == []
    ask = {"reason": "核实是否返校", "due_on": "2018-09-01"}
    client_of(Role.TOWNSHIP_CHAIR).post(f"/visits/ask/{child.number}/", ask)
    assert "核实是否返校" in chair.get("/visits/").content.decode()
    chair.post(address(child), taps(again="on"))
    assert chair.get("/visits/").context["homes"] == []


def test_the_desk_goes_down_from_places_to_homes(cast, client_of, visit) -> None:
    district = client_of(Role.DISTRICT_OFFICER)
    page = district.get("/visits/")
    assert [row.place.name for row in page.context["rows"]] == ["麻柳嘴镇"]
    village = district.get(f"/visits/?place={VILLAGE}000"[:-3].ljust(27, "0"))
    assert "小*" in village.content.decode() and "小乐" not in village.content.decode()
    city = client_of(Role.CITY_OFFICER).get("/visits/")
    assert len(city.context["rows"]) > 30


def test_the_list_of_visits_is_filtered_and_exported_without_words(cast, client_of, visit) -> None:
    visit(met(cast.children.own, {"risks": ["abuse"]}, family="祖母有高血压"))
    visit(missed(cast.children.own))
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert client.get("/visits/records/").context["listing"].total == 2
    assert client.get("/visits/records/?risk=danger").context["listing"].total == 1
    assert client.get("/visits/records/?outcome=nobody").context["listing"].total == 1
    sheet = client.get("/visits/records/?export=xlsx")
    assert sheet.status_code == 200 and Event.objects.filter(action="导出走访记录").exists()


def test_a_district_sets_its_own_rhythm_and_a_stale_form_is_refused(cast, client_of) -> None:
    client = client_of(Role.DISTRICT_OFFICER)
    values = {
        "focus": "week", "ordinary": "quarter", "stable": "year", "first_within_days": 7,
        "retry_days": 2, "tries": 2, "handed_days": 20,
    }  # fmt: skip
    assert client.post("/visits/rules/", {**values, "seen": ""}).status_code == 302
    stale = client.post("/visits/rules/", {**values, "seen": ""})
    assert "他人修改" in stale.content.decode() and PlanRule.objects.count() == 1
    kept = PlanRule.objects.get().pk
    wild = client.post("/visits/rules/", {**values, "seen": kept, "tries": 0})
    assert "超出了合理范围" in wild.content.decode()
    township = client_of(Role.TOWNSHIP_CHAIR)
    assert "由区县妇联设定" in township.get("/visits/rules/").content.decode()
    township.post("/visits/rules/", {**values, "seen": kept})
    assert PlanRule.objects.count() == 1


def test_a_row_of_the_grid_answers_alone_with_errors_beside_the_cell(cast, client_of, make, reader):
    batch = begin_batch(
        place=make.place(VILLAGE).pk, visitor="张", by=reader(Role.DISTRICT_OFFICER)
    )
    client, url = client_of(Role.DISTRICT_OFFICER), f"/visits/paper/{batch.key}/rows/1/"
    htmx = {"HTTP_HX_REQUEST": "true"}
    page = client.post(url, {"outcome": "met", "version": 1}, **htmx).content.decode()
    assert "请填日期" in page and 'aria-invalid="true"' in page and "没填完" in page
    draft = client.post(f"{url}?draft=1", {"note": "门牌看不清", "version": 2}, **htmx)
    assert 'value="3"' in draft.content.decode()
    whole = {"happened_on": "8.20", "outcome": "met", "met": "1", "grade": "1", "version": 3}
    assert "已记录" in client.post(url, whole, **htmx).content.decode()
    assert PaperRow.objects.get().visit is not None
    assert client.get(f"/visits/paper/{batch.key}/").status_code == 200


def test_a_request_for_somebody_unknown_is_recorded_from_the_phone(cast, client_of, make, reader):
    asked = ask_for_visit(
        subject_key="row:1", label="王小明", place=make.place(VILLAGE).pk, reason="名册里有",
        by=reader(Role.DISTRICT_OFFICER), address="八角村5组3号", phone="15400000009",
    )  # fmt: skip
    client, url = client_of(Role.VILLAGE_CHAIR), reverse("visits:record_asked", args=[asked.key])
    page = client.get(url).content.decode()
    assert "八角村5组3号" in page and "tel:15400000009" in page
    client.post(
        url, {"key": uuid.uuid4(), "outcome": "not_found", "happened_on": TODAY, "visitor": "张"}
    )
    assert Visit.objects.get().children.get().subject_key == "row:1"
    assert client.get(url).status_code == 404


def test_the_route_and_the_form_can_be_printed(cast, client_of) -> None:
    client = client_of(Role.VILLAGE_CHAIR)
    page = client.get("/visits/route/?forms=1").content.decode()
    assert "走访路线" in page and "困境儿童入户走访表" in page and "小乐" in page
    assert "监护状况评定" in client.get("/visits/form/").content.decode()


def test_a_visit_is_corrected_and_taken_back_by_its_writer(cast, client_of, visit) -> None:
    kept = visit(met(cast.children.own, {"needs": ["study"]}, grade="poor", family="旧的"))
    client, url = client_of(Role.VILLAGE_CHAIR), reverse("visits:visit", args=[kept.key])
    assert "更正" in client.get(url).content.decode()
    form = client.get(f"{url}correct/").context["form"]
    assert (form["grade"].value(), form["family"].value()) == ("poor", "旧的")
    client.post(f"{url}correct/", taps(grade="good", family="新的"))
    newest = Visit.objects.in_effect().get()
    assert (newest.grade, newest.supersedes) == ("good", kept)
    assert "已被更正" in client.get(url).content.decode()
    for _ in range(2):
        answer = client.post(reverse("visits:withdraw", args=[newest.key]), {"why": "记错了人"})
        assert answer.url == reverse("visits:homes")
    assert not Visit.objects.in_effect().exists()
    assert Visit.objects.filter(outcome="withdrawn").count() == 1


def test_whoever_works_in_one_village_has_it_chosen_already(cast, client_of) -> None:
    client = client_of(Role.VILLAGE_CHAIR)
    for url in ("/visits/found/", "/visits/paper/"):
        assert f'<option value="{VILLAGE}" selected>' in client.get(url).content.decode()


def test_a_danger_sign_is_not_lost_when_nobody_was_met(cast, client_of) -> None:
    form = {**taps(outcome="nobody"), "c0-risks": ["alone"]}
    answer = client_of(Role.VILLAGE_CHAIR).post(address(cast.children.own), form)
    assert answer.url.startswith(reverse("protection:report"))


def test_a_danger_sign_on_paper_says_110_beside_its_row(cast, client_of, make, reader) -> None:
    batch = begin_batch(
        place=make.place(VILLAGE).pk, visitor="张", by=reader(Role.DISTRICT_OFFICER)
    )
    client, url = client_of(Role.DISTRICT_OFFICER), f"/visits/paper/{batch.key}/rows/1/"
    page = client.post(url, {"risks": "8 1", "version": 1}, HTTP_HX_REQUEST="true")
    assert "先打 110" in page.content.decode()


def test_a_districts_own_rhythm_rules_its_homes_and_no_others(cast, reader, visit, make) -> None:
    far = cast.children.neighbour
    officer, city = reader(Role.DISTRICT_OFFICER), reader(Role.CITY_OFFICER)
    visit(met(cast.children.own, on=TODAY.replace(day=2)))
    values = {
        "focus": "week", "ordinary": "week", "stable": "week", "first_within_days": 1,
        "retry_days": 1, "tries": 1, "handed_days": 1,
    }  # fmt: skip
    set_rules(region=make.place(VILLAGE[:6]).pk, values=values, seen=None, by=officer)
    for by in (officer, reader(Role.VILLAGE_CHAIR), city):
        states = {home.names: home.judged for home in plan(by, to=Permission.SEE_VISITS)}
        assert states["小乐"].state == "overdue"
    assert states[far.name].due_on == far.registered_on + dt.timedelta(days=15)
