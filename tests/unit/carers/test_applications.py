"""From an application to a carer: each step by whoever may, once, with a task for the next."""

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.roles import Role
from nuantong.carers import actions
from nuantong.carers.models import Application, BackgroundCheck
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.notices.models import Notice
from nuantong.people.models import Carer
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place
from tests.unit.carers.conftest import clear, number_of

pytestmark = pytest.mark.django_db
SAID = "入户见面，家庭和睦"


def confirmed(found: Application, by) -> Application:
    return actions.confirm(application=found, words_=SAID, version=found.version, by=by)


def test_an_application_becomes_a_carer_who_can_be_paired(applied, township, district) -> None:
    found = confirmed(applied(languages=["sign"], availability=["weekend"], capacity=2), township)
    version = found.version
    carer, account = actions.approve(application=found, check=clear(), version=version, by=district)
    assert (carer.name, carer.capacity, carer.languages) == ("秦素芬", 2, ["sign"])
    assert carer.checked(TODAY)
    assert carer.user.check_password(account.password) and carer.user.must_change_password
    assert Application.objects.get().carer == carer
    assert not Task.objects.open().filter(kind__startswith="carers.").exists()


def test_a_telephone_of_somebody_else_hinders_the_account_and_not_the_approval(
    applied, township, district, make
) -> None:
    make.user("v1", "别人", Role.VILLAGE_CHAIR, VILLAGE, phone="13988001155")
    found = confirmed(applied(), township)
    carer, account = actions.approve(application=found, check=clear(), version=2, by=district)
    assert carer.user is None and "另一人的登录账号" in account.problem
    assert carer.checked(TODAY)


def test_whoever_is_next_has_a_task(applied, chair, township, district) -> None:
    found = applied()
    [task] = Task.objects.open().visible_to(township)
    assert task.kind == "carers.check" and not Task.objects.visible_to(chair).exists()
    confirmed(found, township)
    [task] = Task.objects.open().visible_to(district)
    assert task.kind == "carers.approve" and not Task.objects.open().visible_to(township).exists()


def test_who_entered_it_is_told_what_became_of_it(applied, chair, township) -> None:
    found = applied()
    actions.refuse(application=found, reason="身体不好", version=1, by=township)
    [notice] = Notice.objects.visible_to(chair)
    assert "未批准" in notice.subject and notice.text == "身体不好"


def test_the_same_key_is_the_same_application(applied, chair) -> None:
    found = applied()
    again = actions.apply(
        applicant=actions.Applicant(
            name="秦素芬", id_number=number_of(21), phone="13988001155", place_id=found.place_id
        ),
        key=found.key, by=chair,
    )  # fmt: skip
    assert again == found and Application.objects.count() == 1


def test_one_person_is_in_one_open_application(applied, township) -> None:
    found = applied()
    with pytest.raises(Refusal, match="已有一份申请"):
        applied(name="秦素分")
    actions.withdraw(application=found, reason="要外出务工", version=1, by=township)
    assert applied().pk != found.pk


def test_a_carer_does_not_apply_again(applied, township, district) -> None:
    found = confirmed(applied(), township)
    carer = actions.approve(application=found, check=clear(), version=2, by=district).carer
    with pytest.raises(Refusal, match="已登记为爱心妈妈，不必再申请"):
        applied(name="秦素粉")
    Carer.objects.filter(pk=carer.pk).update(status="left")
    with pytest.raises(Refusal, match="改回“在岗”"):
        applied()


def test_she_who_was_registered_meanwhile_is_not_made_twice(applied, township, district) -> None:
    found = confirmed(applied(), township)
    index = Carer._meta.get_field("id_index").of(number_of(21))
    Carer.objects.create(name="秦素芬", pinyin="", id_index=index, place=found.place)
    with pytest.raises(Refusal, match="已登记为爱心妈妈"):
        actions.approve(application=found, check=clear(), version=2, by=district)
    assert Application.objects.get().state == "checked"


@pytest.mark.parametrize(
    ("role", "act", "state"),
    [
        (Role.VILLAGE_CHAIR, "confirm", "submitted"),
        (Role.TOWNSHIP_CHAIR, "approve", "checked"),
        (Role.VILLAGE_CHAIR, "refuse", "submitted"),
        (Role.TOWNSHIP_CHAIR, "refuse", "checked"),
        (Role.COUNSELLOR, "withdraw", "submitted"),
    ],
)
def test_each_step_is_for_who_may(applied, township, reader, role, act, state) -> None:
    found = applied()
    if state == "checked":
        found = confirmed(found, township)
    values = {
        "confirm": {"words_": SAID}, "approve": {"check": clear()},
    }.get(act, {"reason": "不合适"})  # fmt: skip
    with pytest.raises(Refusal, match="不由您办理"):
        getattr(actions, act)(
            application=found, version=found.version, by=reader(role), **values
        )  # fmt: skip


def test_a_neighbour_has_no_part_in_it(applied, neighbour) -> None:
    found = applied()
    assert not Application.objects.visible_to(neighbour).exists()
    with pytest.raises(Refusal):
        confirmed(found, neighbour)
    with pytest.raises(Refusal, match="工作范围"):
        applied(sequence=22, place_id=place(NEIGHBOUR).pk)


def test_whoever_confirmed_does_not_approve(applied, district) -> None:
    found = confirmed(applied(), district)
    with pytest.raises(Refusal, match="另一位"):
        actions.approve(application=found, check=clear(), version=2, by=district)
    assert not Carer.objects.filter(name="秦素芬").exists()


def test_an_adverse_result_is_not_approved(applied, township, district) -> None:
    found = confirmed(applied(), township)
    with pytest.raises(Refusal, match="不批准"):
        actions.approve(application=found, check=clear(result="adverse"), version=2, by=district)


def test_two_at_once_decide_once(applied, township, district) -> None:
    found = confirmed(applied(), township)
    actions.approve(application=found, check=clear(), version=2, by=district)
    with pytest.raises(Refusal, match="已批准"):
        actions.refuse(application=found, reason="不合适", version=2, by=district)
    other = applied(sequence=23)
    with pytest.raises(StaleVersion):
        actions.refuse(application=other, reason="不合适", version=7, by=township)


@pytest.mark.parametrize(
    "values",
    [{"id_number": ""}, {"id_number": "500113197803120"}, {"phone": "1"}, {"phone": ""},
     {"name": "？"}],
)  # fmt: skip
def test_who_she_is_must_be_known(applied, values) -> None:
    with pytest.raises(Refusal):
        applied(**values)


ATTACKS = [
    ({"state": "approved"}, "forward only"),
    ({"state": "refused"}, "application_"),
    ({"state": "checked"}, "application_checked_by_somebody"),
    ({"state": "withdrawn", "decided_on": TODAY}, "application_refused_with_a_reason"),
    ({"id_index": b"another"}, "forward only"),
]


@pytest.mark.parametrize(("changes", "name"), ATTACKS)
def test_the_database_refuses_a_step_that_leaves_something_out(applied, changes, name) -> None:
    found = applied()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Application.objects.filter(pk=found.pk).update(**changes)


def test_the_database_keeps_a_decision(applied, township, district) -> None:
    found = confirmed(applied(), township)
    with pytest.raises(IntegrityError, match="forward only"), transaction.atomic():
        Application.objects.filter(pk=found.pk).update(state="submitted")
    actions.refuse(application=found, reason="不合适", version=2, by=district)
    with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
        Application.objects.filter(pk=found.pk).update(state="submitted", decided_on=None)


def test_the_database_wants_four_eyes(applied, township, cast) -> None:
    found = confirmed(applied(), township)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Application.objects.filter(pk=found.pk).update(
            state="approved", carer=cast.carer, decided_by=township.user, decided_on=TODAY
        )


def test_a_key_nobody_knows_is_no_secret_of_a_neighbour(applied, neighbour) -> None:
    """A key of another scope's application is not answered with it."""
    found = applied()
    with pytest.raises((Refusal, IntegrityError)), transaction.atomic():
        actions.apply(
            applicant=actions.Applicant(
                name="别人", id_number=number_of(30), phone="13988001156",
                place_id=place("500118116200").pk,
            ),
            key=found.key, by=neighbour,
        )  # fmt: skip
    assert BackgroundCheck.objects.count() >= 0
