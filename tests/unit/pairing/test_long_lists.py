"""A round's lists when they are long: counted once, and the same rows from whichever end."""

import pytest
from django.test import RequestFactory

from nuantong.access.roles import Role
from nuantong.pairing.actions import accept_proposals, reject_proposal
from nuantong.pairing.forms import ProposalFilter
from nuantong.pairing.models import Proposal
from nuantong.pairing.queries import lists
from nuantong.pairing.queries.counting import proposals_known, proposed
from nuantong.pairing.queries.proposals import PROPOSAL_SORTS, proposals_of
from nuantong.pairing.queries.rounds import outcome

from .conftest import VILLAGE

pytestmark = pytest.mark.django_db
HOMES = 24
"""With the one of the cast."""


@pytest.fixture
def round(make, cast, round_over):
    for n in range(HOMES - 1):
        make.child(f"小{n}", VILLAGE)
        make.carer(f"妈妈{n}", VILLAGE)
    return round_over(VILLAGE[:6])


@pytest.fixture
def officer(reader):
    return reader(Role.DISTRICT_OFFICER)


def listing(round, officer, query, known=None):
    request = RequestFactory().get("/", query)
    request.reader = officer
    return lists.RoundListing(
        request, proposals_of(round, officer), filterset=ProposalFilter, sorts=PROPOSAL_SORTS,
        default_sort="place", page_size=3, known=known,
    )  # fmt: skip


@pytest.mark.parametrize("sort", ["place", "-distance", "children", "-carer"])
def test_every_row_is_on_one_page_whichever_end_is_nearer(round, officer, sort, monkeypatch):
    plain = [listing(round, officer, {"sort": sort, "page": n}).rows for n in range(1, 9)]
    monkeypatch.setattr(lists, "NEAR", 0)
    far = [listing(round, officer, {"sort": sort, "page": n}).rows for n in range(1, 9)]
    assert far == plain
    assert len({row.pk for page in far for row in page}) == HOMES


@pytest.mark.parametrize(
    "query", [{}, {"state": "accepted"}, {"tier": "village"}, {"state": "proposed", "tier": "village"},
              {"q": "小1"}, {"km": "0"}, {"km": "0", "state": "accepted", "more": "lacks"}, {"more": "pinned"},
              {"more": "changed", "change": "new"}, {"change": "moved"}, {"state": "no such"}],
)  # fmt: skip
@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICER, Role.CITY_OFFICER])
def test_what_is_known_is_what_would_be_counted(round, officer, query, role, reader):
    ids = Proposal.objects.values_list("pk", flat=True)
    accept_proposals(round=round, by=officer, ids=ids[:4])
    reject_proposal(proposal=Proposal.objects.get(pk=ids[5]), by=officer, reason="路不通")
    Proposal.objects.filter(pk=ids[6]).delete()
    round.refresh_from_db()
    known = listing(round, reader(role), query, proposals_known(round, reader(role)))
    assert known.total == listing(round, reader(role), query).total


def test_a_whole_city_is_tallied_as_a_part_of_it_is_counted(round, officer, reader):
    city = reader(Role.CITY_OFFICER)
    accept_proposals(round=round, by=officer, ids=Proposal.objects.values_list("pk", flat=True)[:4])
    round.refresh_from_db()
    assert sorted(proposed([round], city)[round.pk]) == sorted(proposed([round], officer)[round.pk])
    Proposal.objects.all().delete()
    assert proposed([round], city)[round.pk] == []


def test_the_counts_are_new_after_every_decision(round, officer, django_assert_num_queries):
    assert outcome(round, officer).open == HOMES
    with django_assert_num_queries(0):
        outcome(round, officer)
    accept_proposals(round=round, by=officer)
    round.refresh_from_db()
    assert (outcome(round, officer).open, outcome(round, officer).accepted) == (0, HOMES)
