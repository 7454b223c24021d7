"""A pair that was turned down is not proposed again, until somebody moves or lifts it."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.pairing.actions import close_round, lift_rejection, reject_proposal
from nuantong.pairing.models import LeftOver, Proposal, Rejection
from nuantong.pairing.queries.candidates import candidates
from nuantong.regions.models import Region

from .conftest import NEXT_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db
DISTRICT = VILLAGE[:6]


@pytest.fixture
def officer(reader):
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def rejected(cast, round_over, officer):
    """小乐 was proposed to 李春梅, her village's only carer, and turned down."""
    proposal = Proposal.objects.get(round=round_over(DISTRICT))
    found = reject_proposal(proposal=proposal, by=officer, reason="隔河无桥")
    close_round(round=proposal.round, by=officer)
    return found


def proposed(round) -> list[str]:
    return list(Proposal.objects.filter(round=round).values_list("carer__name", flat=True))


def test_the_next_round_does_not_propose_it_and_says_why(rejected, round_over):
    round = round_over(DISTRICT)
    assert proposed(round) == []
    left = LeftOver.objects.get(round=round)
    assert (left.reason, left.detail["whose"]) == ("turned_down", [rejected.carer_id])


def test_another_carer_is_proposed_instead(rejected, round_over, make):
    make.carer("王秀英", NEXT_VILLAGE)
    assert proposed(round_over(DISTRICT)) == ["王秀英"]


def test_a_carer_who_moved_is_proposed_again(rejected, round_over):
    rejected.carer.place = Region.objects.get(code=NEXT_VILLAGE.ljust(12, "0"))
    rejected.carer.save()
    assert proposed(round_over(DISTRICT)) == ["李春梅"]


def test_a_household_that_moved_is_proposed_again(rejected, round_over, cast):
    cast.children.own.place = Region.objects.get(code=NEXT_VILLAGE.ljust(12, "0"))
    cast.children.own.save()
    assert proposed(round_over(DISTRICT)) == ["李春梅"]


def test_lifted_with_a_reason_it_is_proposed_again(rejected, round_over, officer):
    lift_rejection(proposal=rejected, by=officer, reason="桥已修通")
    assert proposed(round_over(DISTRICT)) == ["李春梅"]
    assert Event.objects.get(action="撤销不采纳").reason == "桥已修通"


def test_lifting_twice_equals_once(rejected, officer):
    lift_rejection(proposal=rejected, by=officer, reason="桥已修通")
    again = lift_rejection(proposal=rejected, by=officer, reason="别的原因")
    assert again.lifted_reason == "桥已修通"
    assert Event.objects.filter(action="撤销不采纳").count() == 1


def test_lifting_needs_a_reason(rejected, officer):
    with pytest.raises(Refusal, match="写明撤销的原因"):
        lift_rejection(proposal=rejected, by=officer, reason=" ")


def test_somebody_elses_rejection_is_not_there(rejected, reader):
    with pytest.raises(Http404):
        lift_rejection(proposal=rejected, by=reader(Role.CARER), reason="桥已修通")


def test_what_merely_lapsed_is_proposed_again(cast, round_over, officer):
    close_round(round=round_over(DISTRICT), by=officer)
    assert proposed(round_over(DISTRICT)) == ["李春梅"]


def test_the_database_wants_a_reason_for_lifting(rejected):
    with pytest.raises(IntegrityError, match="lifted_with_a_reason"), transaction.atomic():
        Rejection.objects.filter(proposal=rejected).update(lifted_at=clock.now())


def test_whoever_pairs_by_hand_reads_the_reason(rejected, cast, officer):
    (one,) = candidates(cast.children.own, officer)
    assert (one.carer.name, one.turned_down, one.able) == ("李春梅", "隔河无桥", True)


def test_the_row_offers_to_lift_it(rejected, officer):
    client = Client()
    client.force_login(officer.user, backend="nuantong.accounts.backends.StaffNumberOrPhone")
    page = f"/pairing/rounds/{rejected.round_id}/"
    assert "撤销不采纳" in client.get(page).content.decode()
    answer = client.post(
        f"/pairing/proposals/{rejected.pk}/lift/", {"reason": "桥已修通"}, follow=True
    )
    assert "已撤销：桥已修通" in answer.content.decode()
