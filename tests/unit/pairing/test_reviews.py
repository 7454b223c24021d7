"""年度回访: asked once a year, kept once, seen by whoever pairs there, leading to what was decided."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.pairing.actions import end_pairing
from nuantong.pairing.actions.reviews import REVIEW, ask_for_reviews, keep_review
from nuantong.pairing.models import Review
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.years import anniversary, full_years
from nuantong.tasks.models import Task

from .conftest import GIVEN, TODAY, paired, reviewed

YEAR_AGO = dt.date(2017, 8, 24)
DAY = dt.timedelta(days=1)
CHANGE = {**GIVEN, "going": "hard", "outcome": "change", "reason": "孩子怕她"}


def system(on: dt.date) -> Reader:
    """The night of the day."""
    return Reader(None, on, system=True)


@pytest.fixture
def chair(reader):
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def pairing(db, cast):
    """The cast's child and carer, a year old today."""
    return paired(cast.children.own, cast.carer, YEAR_AGO, checked_on=YEAR_AGO)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2018, 1, 1)), st.integers(0, 18))
def test_a_pairing_is_a_year_older_on_its_day_and_not_the_day_before(start, year):
    day = anniversary(start, year)
    assert full_years(start, day) == year
    assert year == 0 or full_years(start, day - DAY) == year - 1


@pytest.mark.parametrize(
    ("start", "asked"),
    [
        (YEAR_AGO + DAY, 0),
        (YEAR_AGO, 1),
        (YEAR_AGO - 60 * DAY, 1),
        (YEAR_AGO - 61 * DAY, 0),
        (dt.date(2015, 8, 24), 1),
        (TODAY, 0),
    ],
)
def test_a_review_is_asked_for_on_the_day_and_caught_up_for_sixty_nights(db, cast, start, asked):
    paired(cast.children.own, cast.carer, start, checked_on=start)
    assert len(ask_for_reviews(system(TODAY))) == asked


def test_asking_twice_is_asking_once_and_the_next_year_it_is_asked_again(pairing):
    for on in (TODAY, TODAY + DAY, dt.date(2019, 8, 24)):
        ask_for_reviews(system(on))
    found = Task.objects.filter(kind=REVIEW).order_by("due_on")
    assert [(task.key, task.due_on) for task in found] == [
        (f"{REVIEW}:{pairing.pk}:1", dt.date(2018, 9, 23)),
        (f"{REVIEW}:{pairing.pk}:2", dt.date(2019, 9, 23)),
    ]


def test_the_township_has_the_task_and_the_carer_has_not(pairing, chair, reader):
    ask_for_reviews(system(TODAY))
    reviews = Task.objects.filter(kind=REVIEW)
    seen = [reviews.filter(pk__in=Task.objects.visible_to(one).values("pk")).count()
            for one in (chair, reader(Role.CARER))]  # fmt: skip
    assert seen == [1, 0]


def test_a_review_is_kept_and_logged_and_its_task_is_done(pairing, chair):
    ask_for_reviews(system(TODAY))
    keep_review(pairing=pairing, year=1, given=GIVEN, by=chair)
    assert Task.objects.get(kind=REVIEW).done_how == "已回访：继续结对"
    assert Event.objects.filter(action="年度回访", child_number=pairing.child.number).count() == 1
    assert ask_for_reviews(system(TODAY + DAY)) == []


def test_the_same_review_twice_is_one_and_another_is_refused(pairing, chair):
    first = keep_review(pairing=pairing, year=1, given=GIVEN, by=chair)
    assert keep_review(pairing=pairing, year=1, given=GIVEN, by=chair) == first
    with pytest.raises(Refusal, match="不能再改"):
        keep_review(pairing=pairing, year=1, given=CHANGE, by=chair)
    assert Event.objects.filter(action="年度回访").count() == 1


@pytest.mark.parametrize(
    ("year", "given", "says"),
    [
        (0, GIVEN, "没有满"),
        (2, GIVEN, "没有满"),
        (1, {**CHANGE, "reason": " "}, "写明原因"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(pairing, chair, year, given, says):
    with pytest.raises(Refusal, match=says):
        keep_review(pairing=pairing, year=year, given=given, by=chair)
    assert not Review.objects.exists()


def test_a_pairing_that_ended_need_not_be_reviewed(pairing, chair):
    ask_for_reviews(system(TODAY))
    end_pairing(pairing=pairing, by=chair, reason=EndReason.FAMILY_WISH)
    assert Task.objects.get(kind=REVIEW).withdrawn_reason == "结对已解除"
    with pytest.raises(Refusal, match="已经解除"):
        keep_review(pairing=pairing, year=1, given=GIVEN, by=chair)


@pytest.mark.parametrize("role", [Role.CARER, Role.VILLAGE_CHAIR])
def test_nobody_keeps_one_who_does_not_pair_there(pairing, reader, role):
    with pytest.raises(Http404):
        keep_review(pairing=pairing, year=1, given=GIVEN, by=reader(role))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({}, "review_once_a_year"),
        ({"year": 0}, "review_after_a_year"),
        ({"year": 2, "outcome": "end"}, "review_change_with_a_reason"),
    ],
)
def test_the_database_keeps_one_a_year_with_its_reason(pairing, values, constraint):
    reviewed(pairing)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        reviewed(pairing, **values)


def test_what_a_family_says_is_on_the_page_of_whoever_pairs_there_and_not_of_the_carer(
    pairing, cast, chair, reader, client
):
    reviewed(pairing)
    page = reverse("people:child", args=[pairing.child.number])
    shown = []
    for one in (chair, reader(Role.CARER)):
        client.force_login(one.user)
        shown.append("盼着她来" in client.get(page).content.decode())
    assert shown == [True, False]


@pytest.mark.parametrize(
    ("outcome", "leads"),
    [
        ("continue", lambda p: reverse("people:child", args=[p.child.number])),
        ("change", lambda p: reverse("pairing:options", args=[p.child.number])),
        ("end", lambda p: reverse("pairing:end", args=[p.pk])),
    ],
)
def test_what_was_decided_leads_on(pairing, chair, client, outcome, leads):
    client.force_login(chair.user)
    address = reverse("pairing:review", args=[pairing.pk])
    assert "满 1 年" in client.get(address).content.decode()
    sent = {**CHANGE, "outcome": outcome, "year": 1}
    assert client.post(address, sent).headers["Location"] == leads(pairing)
    assert "这一年已经回访" in client.get(address).content.decode()


def test_nothing_is_answered_beforehand_and_a_change_asks_why(pairing, chair, client):
    client.force_login(chair.user)
    address = reverse("pairing:review", args=[pairing.pk])
    assert client.get(address).content.decode().count("请选择") == 4
    said = client.post(address, {"year": 1, "outcome": "change"}).content.decode()
    assert "没能问到的，选“没能问到”" in said
    assert "更换或解除，请写明原因" in said
    assert not Review.objects.exists()
