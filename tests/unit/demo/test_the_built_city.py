"""What holds in the database once the demo city is built."""

import datetime as dt
from collections import defaultdict

from django.db.models import Count, Q
from django.test import Client
from django.urls import reverse

from nuantong.access.models import Grant
from nuantong.access.reader import reader_of
from nuantong.access.roles import Permission, Role
from nuantong.accounts.models import User
from nuantong.core.text import IdStatus, parse_id_number
from nuantong.demo import cast
from nuantong.demo.accounts import listed
from nuantong.demo.models import DemoMark
from nuantong.demo.size import TODAY, Size
from nuantong.duties.closing import close_windows
from nuantong.duties.models import Contact, Enrolment, Fulfilment, WindowOutcome
from nuantong.duties.settling import Written
from nuantong.eligibility.models import Hint
from nuantong.pairing.actions import is_the_same_again
from nuantong.pairing.models import LeftOver, Pairing, PairingRound, Proposal, Run
from nuantong.people.management.commands.check_register import apart
from nuantong.people.models import Absence, Carer, Child, Label, Move
from nuantong.protection.models import DangerReport
from nuantong.protection.queries import rights_officer
from nuantong.regions.models import Pin, Region
from nuantong.regions.tree import tree_on
from nuantong.reports import monthly
from nuantong.reports.changes import count, month_of
from nuantong.reports.scopes import of_region
from nuantong.tasks.models import Task
from nuantong.visits.models import Visit
from nuantong.visits.queries.plan import due, plan


def at_home() -> Q:
    return Q(setting=Child.Setting.SCATTERED)


def test_there_are_as_many_people_as_asked_for(city: Size) -> None:
    assert Child.objects.on_register().filter(at_home()).count() == city.scattered
    assert Child.objects.exclude(at_home()).count() == city.institution
    assert Carer.objects.exclude(application__isnull=False).count() == city.carers
    assert DemoMark.objects.get().children == city.scattered + city.institution


def test_the_register_lives_and_its_book_agrees(city: Size) -> None:
    assert not apart()
    for first in (dt.date(2018, month, 1) for month in range(1, 9)):
        table = count(of_region(tree_on(TODAY), tree_on(TODAY).root), month_of(first, TODAY))
        assert monthly.closes(table), first
    assert Child.objects.filter(status="left").exists()
    assert Move.objects.open().exists() and Absence.objects.filter(until=None).exists()


def test_every_valid_id_number_is_right_and_can_be_nobodys(city: Size) -> None:
    valid = Child.objects.filter(id_status=Child.IdStatus.VALID)
    for child in [*valid, *Carer.objects.all()]:
        number = parse_id_number(child.id_number, TODAY)
        assert number.status == IdStatus.VALID
        assert child.id_number[3] == "9"


def test_an_id_number_says_the_birth_date_and_the_sex(city: Size) -> None:
    for child in Child.objects.filter(id_status=Child.IdStatus.VALID):
        number = parse_id_number(child.id_number, TODAY)
        assert number.birth_date == child.birth_date
        assert number.sex == child.get_sex_display()


def test_every_phone_is_of_a_range_never_in_service(city: Size) -> None:
    phones = [user.phone for user in User.objects.all()]
    assert all(len(phone) == 11 and phone.startswith("154") for phone in phones)


def test_every_child_is_a_minor_on_the_day(city: Size) -> None:
    oldest = TODAY.replace(year=TODAY.year - 18)
    children = Child.objects.on_register()
    assert not children.filter(Q(birth_date__lte=oldest) | Q(birth_date__gt=TODAY)).exists()


def test_the_label_follows_from_the_parents(city: Size) -> None:
    gone = ("dead", "missing")
    orphans = Label.objects.filter(category=Label.Category.ORPHAN, child__setting="scattered")
    for label in orphans:
        assert all(p.status in gone for p in label.child.parent_situations.all())
    for label in Label.objects.filter(category=Label.Category.UNATTENDED):
        assert not all(p.status in gone for p in label.child.parent_situations.all())


def test_every_child_is_either_an_orphan_or_unattended(city: Size) -> None:
    reasons = Q(labels__category__in=[Label.Category.ORPHAN, Label.Category.UNATTENDED])
    counted = Child.objects.on_register().annotate(reasons=Count("labels", filter=reasons))
    assert counted.exclude(reasons=1).count() == 2, "the tour's two of whom there are hints"


def test_the_rules_have_something_to_say_of_the_tours_children(city: Size) -> None:
    """A release soon, one that was, a child on no list, a label without basis, a birthday."""
    here = Hint.objects.current()
    soon = here.filter(holds_until__gt=TODAY, holds_until__lte=TODAY + dt.timedelta(days=30))
    assert {hint.category for hint in soon} >= {"unattended", "left_behind"}
    unlisted = here.filter(fits="yes", category="unattended").exclude(
        child__labels__category="unattended"
    )
    assert unlisted.exists() and here.filter(fits="no", category="unattended").exists()
    assert Task.objects.filter(title__contains="强制隔离戒毒结束").exists()


def test_no_household_is_parted(city: Size) -> None:
    carers = defaultdict(set)
    for pair in Pairing.objects.current(TODAY).select_related("child"):
        carers[pair.child.household_id].add(pair.carer_id)
    assert carers and all(len(found) == 1 for found in carers.values())


def test_no_child_in_an_institution_has_a_carer(city: Size) -> None:
    assert not Pairing.objects.exclude(child__setting=Child.Setting.SCATTERED).exists()


def test_every_child_has_a_carer_or_a_reason_or_came_after_the_last_round(city: Size) -> None:
    last = LeftOver.objects.order_by("-round__on").first()
    assert last is not None
    paired = Pairing.objects.current(TODAY).values("child")
    left_over = LeftOver.objects.filter(round__on=last.round.on).values("household")
    for child in (
        Child.objects.on_register().exclude(pk__in=paired).exclude(household__in=left_over)
    ):
        newer = child.registered_on > last.round.on
        assert newer or child.pairings.filter(end__gt=last.round.on).exists()


def test_judging_everything_again_changes_nothing(city: Size) -> None:
    assert close_windows(TODAY) == Written(0, 0, 0)


def test_windows_were_met_and_missed(city: Size) -> None:
    outcomes = dict(WindowOutcome.objects.values_list("outcome").annotate(Count("pk")))
    assert outcomes["met"] > 5 * outcomes["missed"] > 0
    assert WindowOutcome.objects.overdue().exists()
    assert WindowOutcome.objects.filter(outcome="missed", acted__isnull=False).exists()


def test_every_contact_is_of_the_childs_carer_that_day(city: Size) -> None:
    for contact in Contact.objects.all()[:500]:
        held = Pairing.objects.current(contact.happened_on).get(child=contact.child_id)
        assert held.carer_id == contact.carer_id


def test_a_contact_counts_for_the_child_it_is_about(city: Size) -> None:
    rows = Fulfilment.objects.values_list("contact__child", "enrolment__child")
    assert all(one == other for one, other in rows)


def test_the_last_contact_is_known(city: Size) -> None:
    for enrolment in Enrolment.objects.exclude(last_contact=None):
        days = Contact.objects.filter(child=enrolment.child_id).values_list("happened_on")
        assert enrolment.last_contact == max(days)[0]


def test_the_tours_carer_has_the_two_siblings_and_owes_them_this_week(city: Size) -> None:
    carer = Carer.objects.get(user__staff_number=cast.CARER.staff_number)
    own = Child.objects.filter(pairings__in=Pairing.objects.current(TODAY).filter(carer=carer))
    assert sorted(own.values_list("name", flat=True)) == ["周小婷", "周小航"]
    assert list(own.order_by("pk").values_list("number", flat=True)) == ["T0000001", "T0000002"]
    assert not Contact.objects.filter(child__in=own, happened_on__gte="2018-08-20").exists()


def test_every_listed_account_can_sign_in(city: Size) -> None:
    for one in listed():
        answer = Client().post(
            reverse("accounts:sign_in"),
            {"username": one["staff_number"], "password": one["password"]},
        )
        assert answer.status_code == 302, one


def test_every_role_is_listed_and_has_its_grant(city: Size) -> None:
    assert {one["role"] for one in listed()} == {role.label for role in Role}
    for member in cast.CAST:
        user = User.objects.get(staff_number=member.staff_number)
        assert Grant.objects.in_force(TODAY).filter(user=user, role=member.role).exists()


def test_every_carer_has_an_account(city: Size) -> None:
    assert not Carer.objects.filter(user=None, application=None).exists()


def test_the_rights_officer_finds_a_danger_report(city: Size) -> None:
    report = DangerReport.objects.get()
    assert report.place is not None and report.place.code.startswith(cast.DISTRICT)


def test_where_a_district_has_no_rights_officer_the_citys_reads_the_report(city: Size) -> None:
    reader = reader_of(User.objects.get(staff_number="C5001130001"), TODAY)
    village = Region.objects.get(code__startswith=cast.VILLAGE).pk
    Grant.objects.filter(role=Role.RIGHTS_OFFICER, region__code__startswith=cast.DISTRICT).delete()
    assert str(rights_officer(reader, village)) == "重庆市妇联 吴敏仪"


def test_most_homes_were_visited_and_the_tours_village_has_homes_to_visit(city: Size) -> None:
    seen = Child.objects.filter(at_home(), home_visits__visit__outcome="met").distinct().count()
    assert 0.6 * city.scattered < seen < city.scattered
    assert not Visit.objects.filter(children=None).exists()
    chair = reader_of(User.objects.get(staff_number=cast.VILLAGE_CHAIR.staff_number))
    names = [home.names for home in due(plan(chair, to=Permission.SURVEY_HOMES))]
    assert names[0] == "秦小满" and "周小婷、周小航" in names


def test_the_tour_meets_years_to_be_reviewed(city: Size) -> None:
    assert Task.objects.filter(kind="pairing_review", done_on=None, withdrawn_on=None).exists()


def test_every_round_of_the_demo_can_be_had_again_and_stands_beside_a_clerk(city: Size) -> None:
    assert Run.objects.count() == PairingRound.objects.count() > 0
    for run in Run.objects.exclude(figures__figures__households=0)[:5]:
        assert is_the_same_again(run)
    assert all({"figures", "clerk", "recruit"} <= set(run.figures) for run in Run.objects.all())


def test_most_villages_of_the_demo_lie_somewhere_and_none_in_anothers_place(city: Size) -> None:
    places = Pin.objects.filter(ended_at=None).values_list("longitude", "latitude")
    assert 0.9 < places.count() / Region.objects.filter(level=Region.Level.VILLAGE).count() < 1
    assert len(set(places)) == len(places)
    assert Proposal.objects.filter(distance__gt=0).exists()
