"""The carer's phone: who is due, three taps, saved exactly once, and only her own children."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest

from nuantong.access.reader import system_reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.care.file import WEEKS, WEEKS_ON_PHONE, duty_year
from nuantong.duties.facts import SHANGHAI
from nuantong.duties.models import (
    Contact,
    Enrolment,
    Heard,
    Protocol,
    VillageWithoutSignal,
    WindowOutcome,
)
from nuantong.pairing.models import Pairing
from nuantong.people.actions import end_registration
from nuantong.people.models import Guardian
from tests.conftest import NEXT_VILLAGE, TODAY

pytestmark = pytest.mark.django_db
JANUARY = dt.date(2018, 1, 1)


@pytest.fixture
def home(cast) -> SimpleNamespace:
    """The cast's child, paired with the cast's carer and enrolled since January."""
    child = cast.children.own
    Pairing.objects.create(
        child=child, carer=cast.carer, start=JANUARY, tier="village", checked_on=JANUARY
    )
    protocol = Protocol.objects.get(code="six-ones")
    Enrolment.objects.create(child=child, protocol=protocol, start=JANUARY)
    Guardian.objects.create(child=child, name="陈奶奶", relation="祖母", phone="15400000001")
    return SimpleNamespace(child=child, url=f"/care/{child.number}/", cast=cast)


def taps(**changed: object) -> dict[str, object]:
    """What the form sends after the three taps."""
    return {
        "key": uuid.uuid4(),
        "preset": "met_talked",
        "happened_on": TODAY,
        "note": "",
        **changed,
    }


def test_the_first_screen_says_who_is_due_and_what(home, client_of) -> None:
    page = client_of(Role.CARER).get("/care/")
    [card] = page.context["cards"]
    assert card.child == home.child
    assert [one.duty for one in card.now][:2] == ["week", "half_month"]
    assert "记一次关爱" in page.content.decode()


def test_one_tap_says_at_once_which_duties_it_fills(home, client_of) -> None:
    page = client_of(Role.CARER).get(home.url)
    first = page.context["main"][0]
    assert first.chosen and first.fills == ["每周见一次面", "每半月谈一次心"]
    assert "tel:15400000001" in page.content.decode()


def test_opening_her_list_is_a_sign_of_her_phone_and_nobodys_else(home, client_of) -> None:
    """What ended without a word from her phone is unreported, until it is heard."""
    VillageWithoutSignal.objects.create(place=home.child.place, since=dt.date(2018, 1, 1))
    silent = Heard.objects.create(
        carer=home.cast.carer, at=dt.datetime(2018, 8, 10, 9, tzinfo=SHANGHAI)
    )
    chair = client_of(Role.VILLAGE_CHAIR).get("/care/")
    [card] = chair.context["cards"]
    assert [one.period_key for one in card.now if one.state == "unreported"] == [
        "2018-W33",
        "2018-08-H1",
    ]
    assert "未报" in chair.content.decode()

    [card] = client_of(Role.CARER).get("/care/").context["cards"]
    assert not [one for one in card.owed if one.state == "unreported"]
    silent.refresh_from_db()
    assert silent.at.astimezone(SHANGHAI).date() == TODAY


def test_three_taps_save_a_contact_and_tell_what_it_filled(home, client_of) -> None:
    client = client_of(Role.CARER)
    page = client.post(home.url, taps(extras=["guardian"]), follow=True)
    contact = Contact.objects.get()
    assert (contact.happened_on, contact.means) == (TODAY, "face")
    assert contact.carer == home.cast.carer
    assert set(page.context["filled"]) == {
        "每周见一次面", "每半月谈一次心", "每月与监护人交流一次",
    }  # fmt: skip
    [card] = client.get("/care/").context["cards"]
    assert {"week", "half_month", "month"} <= {one.duty for one in card.done}


def test_the_same_form_sent_twice_is_one_contact(home, client_of) -> None:
    client, form = client_of(Role.CARER), taps()
    for _ in range(2):
        assert client.post(home.url, form).status_code == 302
    assert Contact.objects.count() == 1


def test_the_same_key_with_other_content_is_refused_and_nothing_lost(home, client_of) -> None:
    client, form = client_of(Role.CARER), taps()
    client.post(home.url, form)
    page = client.post(home.url, {**form, "preset": "phone"})
    assert page.status_code == 200 and "已经保存" in page.content.decode()
    assert Contact.objects.get().means == "face"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"happened_on": "2018-08-25"}, "还没到这一天"),
        ({"happened_on": "2016-01-01"}, "日期太早"),
        ({"happened_on": "昨天"}, "日期不对"),
        ({"preset": ""}, "请点选"),
        ({"preset": "not_child"}, "请再点选"),
        ({"key": "x"}, "UUID"),
        ({"note": "字" * 501}, "500"),
    ],
)
def test_a_wrong_form_says_what_to_do_and_saves_nothing(home, client_of, changed, said) -> None:
    page = client_of(Role.CARER).post(home.url, taps(**changed))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Contact.objects.exists()


def test_same_as_last_time_chooses_what_was_done_then(home, client_of) -> None:
    client = client_of(Role.CARER)
    client.post(home.url, taps(preset="phone", extras=["guardian"], happened_on="2018-08-20"))
    page = client.get(home.url, {"same": 1})
    assert [c.what.key for c in page.context["main"] if c.chosen] == ["phone"]
    assert [c.what.key for c in page.context["more"] if c.chosen] == ["guardian"]


def test_the_chair_records_on_her_behalf_and_the_credit_is_the_carers(home, client_of) -> None:
    client = client_of(Role.VILLAGE_CHAIR)
    assert "代记" in client.get(home.url).content.decode()
    client.post(home.url, taps())
    contact = Contact.objects.get()
    assert contact.carer == home.cast.carer
    assert contact.recorded_by == home.cast.staff[Role.VILLAGE_CHAIR]


def test_whoever_enters_it_may_say_that_she_was_there_herself(home, client_of) -> None:
    """Then it is not the carer's, but the child has been seen."""
    client_of(Role.VILLAGE_CHAIR).post(home.url, taps(who="me"))
    assert Contact.objects.get().carer is None


def test_a_carer_who_enters_anothers_visit_takes_no_credit_for_it(home, client_of, make) -> None:
    chair = home.cast.staff[Role.VILLAGE_CHAIR]
    make.carer("张桂芳", NEXT_VILLAGE, user=chair)
    client_of(Role.VILLAGE_CHAIR).post(home.url, taps())
    assert Contact.objects.get().carer == home.cast.carer


def test_a_contact_recorded_by_mistake_is_withdrawn_and_kept(home, client_of) -> None:
    client = client_of(Role.CARER)
    client.post(home.url, taps())
    contact = Contact.objects.get()
    url = f"{home.url}contacts/{contact.key}/withdraw/"
    assert client.post(url, {"why": ""}).status_code == 200
    assert client.post(url, {"why": "记成别的孩子了"}).status_code == 302
    assert client.post(url, {"why": "再点一次"}).status_code == 404
    assert Contact.objects.count() == 2
    [card] = client.get("/care/").context["cards"]
    assert "week" in {one.duty for one in card.due}


def test_opening_the_form_is_a_look_on_the_log(home, client_of) -> None:
    client_of(Role.CARER).get(home.url)
    assert Event.objects.filter(child_number=home.child.number).exists()


@pytest.mark.parametrize("role", [Role.CARER, Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR])
def test_a_neighbours_child_is_not_there(home, client_of, role: Role) -> None:
    url = f"/care/{home.cast.children.neighbour.number}/"
    client = client_of(role)
    assert client.get(url).status_code == client.post(url, taps()).status_code == 404
    assert not Contact.objects.exists()


def test_after_the_pairing_ended_the_child_is_hers_no_more(home, client_of) -> None:
    Pairing.objects.update(end=TODAY, ended_reason="carer_left")
    client = client_of(Role.CARER)
    assert client.get("/care/").context["cards"] == []
    assert client.get(home.url).status_code == 404


def test_pairing_enrols_the_child_in_the_six_ones_once(cast, reader) -> None:
    from nuantong.pairing.actions.pairs import end_pairing, pair
    from nuantong.pairing.models.words import EndReason

    by = reader(Role.DISTRICT_OFFICER)
    [first] = pair(child=cast.children.own, carer=cast.carer, by=by)
    assert Enrolment.objects.get().start == TODAY
    end_pairing(pairing=first, by=by, reason=EndReason.CARER_UNABLE)
    assert Enrolment.objects.get().end is None


def missed(home, weeks: int = 3) -> None:
    """So many weeks closed as missed."""
    enrolment = Enrolment.objects.get()
    for week in range(weeks):
        monday = dt.date(2018, 7, 30) - dt.timedelta(weeks=week)
        WindowOutcome.objects.create(
            enrolment=enrolment, duty="week", period_key=f"2018-W{31 - week}", starts=monday,
            ends=monday + dt.timedelta(days=7), outcome="missed",
            closed_at=dt.datetime(2018, 8, 20, tzinfo=dt.UTC),
        )  # fmt: skip


@pytest.mark.parametrize(
    "role", [Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER]
)
def test_from_village_to_city_the_same_child_is_overdue(home, client_of, role: Role) -> None:
    missed(home)
    page = client_of(role).get("/care/overdue/")
    [line] = page.context["lines"]
    assert (line.row.child, line.row.missed) == (home.child, 3)
    assert line.row.carer == home.cast.carer


def test_the_overdue_list_narrows_by_duty_silence_and_place(home, client_of) -> None:
    missed(home)
    client = client_of(Role.DISTRICT_OFFICER)
    for query, found in [
        ({"duty": "week"}, 1), ({"duty": "month"}, 0), ({"silent": "30"}, 1),
        ({"place": home.child.place.code}, 1), ({"place": NEXT_VILLAGE}, 0),
    ]:  # fmt: skip
        listing = client.get("/care/overdue/", query).context["listing"]
        assert listing.total == found, query


def test_a_supervisor_acts_and_the_child_leaves_the_list_the_outcome_stays(home, client_of) -> None:
    missed(home)
    client = client_of(Role.TOWNSHIP_CHAIR)
    url = f"/care/overdue/{home.child.number}/"
    assert "每周见一次面" in client.get(url).content.decode()
    assert client.post(url, {"kind": ""}).status_code == 200
    assert client.post(url, {"kind": "called", "note": "已约周末"}).status_code == 302
    assert client.get("/care/overdue/").context["lines"] == []
    assert WindowOutcome.objects.filter(outcome="missed").count() == 3
    again = client.post(url, {"kind": "called"})
    assert "可能已由他人处理" in again.content.decode()


@pytest.mark.parametrize(
    ("role", "weeks"), [(Role.TOWNSHIP_CHAIR, WEEKS), (Role.CARER, WEEKS_ON_PHONE)]
)
def test_the_heat_map_fills_every_week_once(home, reader, role: Role, weeks: int) -> None:
    found = duty_year(home.child, reader(role))
    assert sum(head["span"] for head in found["heads"]) == weeks
    for row in found["rows"]:
        assert sum(cell["span"] for cell in row["cells"]) == weeks, row["name"]


@pytest.mark.parametrize(
    ("how", "said"),
    [({"reason": "died", "cause": "病故"}, "去世了"), ({"reason": "adopted"}, "被收养")],
)
def test_a_carer_is_told_plainly_that_a_child_is_hers_no_longer(home, client_of, how, said) -> None:
    end_registration(child=home.child, on=TODAY, by=system_reader(), **how)
    text = client_of(Role.CARER).get("/care/").content.decode()
    assert said in text and home.child.name in text
    assert ("谢谢" in text, "12356" in text) == (False, how["reason"] == "died")


def test_what_somebody_recorded_already_is_asked_about_and_is_one(home, client_of) -> None:
    client_of(Role.CARER).post(home.url, taps())
    chair, form = client_of(Role.VILLAGE_CHAIR), taps(preset="met", extras=["guardian"])
    asked = chair.post(home.url, form).content.decode()
    assert "是不是同一次？" in asked and "见面、谈心（当面）" in asked
    assert str(form["key"]) in asked
    assert Contact.objects.count() == 1
    for _ in range(2):
        assert chair.post(home.url, {**form, "same": "yes"}).status_code == 302
    [one] = Contact.objects.in_effect()
    assert (one.acts, one.carer) == (["guardian", "meet", "talk"], home.cast.carer)


def test_another_visit_of_the_day_is_another_contact(home, client_of) -> None:
    client = client_of(Role.CARER)
    client.post(home.url, taps())
    page = client.post(home.url, taps(same="no"), follow=True)
    assert "已保存" in page.content.decode()
    assert Contact.objects.in_effect().count() == 2


def asks_about_safety(home) -> None:
    """From a month ago on the talk must be about safety."""
    protocol = Protocol.objects.get(code="six-ones")
    definition = protocol.versions.get().definition
    duties = [
        {**one, "accepts": [{**way, "topics": ["安全", "学习"]} for way in one["accepts"]]}
        if one["code"] == "half_month" else one
        for one in definition["duties"]
    ]  # fmt: skip
    protocol.versions.create(
        valid_from=dt.date(2018, 8, 1), definition={**definition, "duties": duties}
    )


def test_what_the_protocol_asks_to_talk_about_is_a_tap(home, client_of) -> None:
    asks_about_safety(home)
    client = client_of(Role.CARER)
    page = client.get(home.url)
    assert page.context["main"][0].fills == ["每周见一次面"]
    assert [(one.what, one.fills) for one in page.context["about"]] == [
        ("学习", ["每半月谈一次心"]), ("安全", ["每半月谈一次心"]),
    ]  # fmt: skip
    page = client.post(home.url, taps(topics=["安全"]), follow=True)
    assert Contact.objects.get().topics == ["安全"]
    assert set(page.context["filled"]) == {"每周见一次面", "每半月谈一次心"}
    assert "谈到安全" in page.content.decode()


def test_a_topic_no_protocol_knows_is_refused_and_without_topics_none_is_asked(
    home, client_of
) -> None:
    client = client_of(Role.CARER)
    assert "谈到了什么" not in client.get(home.url).content.decode()
    assert "没有“天气”这个话题" in client.post(home.url, taps(topics=["天气"])).content.decode()
    assert not Contact.objects.exists()
