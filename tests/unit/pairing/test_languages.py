"""What is spoken with a child is a wish of the household: weighed like a skill, told in words."""

import pytest

from nuantong.access.roles import Role
from nuantong.pairing.matching.needs import LANGUAGES
from nuantong.pairing.models import Proposal
from nuantong.pairing.queries.options import Options
from nuantong.pairing.queries.proposals import why
from nuantong.people.models import Carer

from .conftest import NEXT_VILLAGE, VILLAGE, paired

pytestmark = pytest.mark.django_db
DISTRICT = VILLAGE[:6]


@pytest.fixture
def deaf(cast):
    child = cast.children.own
    child.languages = ["sign"]
    child.save()
    return child


def test_whoever_speaks_with_the_child_comes_before_one_as_near(deaf, cast, make, round_over):
    signs = make.carer("手语妈妈", deaf.place.code, languages=["sign"])
    proposal = Proposal.objects.get(round=round_over(DISTRICT))
    assert (proposal.carer, proposal.fits["meets"]) == (signs, ["sign"])
    assert why(proposal) == "特长对上：手语"


def test_a_misfit_is_told_and_bars_nobody(deaf, cast, round_over):
    proposal = Proposal.objects.get(round=round_over(DISTRICT))
    assert (proposal.carer, proposal.lacks) == (cast.carer, 1)
    assert "特长未对上：手语" in why(proposal)


def test_an_answer_at_once_weighs_it_too(deaf, cast, make, reader):
    make.carer("近的", deaf.place.code)
    signs = make.carer("会的", deaf.place.code, languages=["sign"])
    paired(deaf, cast.carer)
    option = Options(deaf, reader(Role.TOWNSHIP_CHAIR)).found[0]
    assert (option.first.carer, option.meets) == (signs, "手语")


def test_a_dialect_of_elsewhere_says_that_it_must_be_asked_which(cast, make, round_over):
    cast.children.own.languages = ["elsewhere", "miao"]
    cast.children.own.save()
    make.carer("隔壁", NEXT_VILLAGE)
    said = why(Proposal.objects.get(round=round_over(DISTRICT)))
    assert "外地方言（哪里话要问清）" in said and "苗语" in said


def test_the_engine_knows_every_language_of_the_register():
    assert set(LANGUAGES) == set(Carer.Language.values)
