"""The counselling project of the demo: replayed for a year, with its result and its panel."""

import pytest
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import reader_of
from nuantong.accounts.models import User
from nuantong.counselling.models import Case, Session
from nuantong.demo.size import Size
from nuantong.instruments.models import AnswerSheet
from nuantong.outcomes.models import PanelResult
from nuantong.outcomes.queries.projects import load, projects
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_the_children_of_the_project_had_their_year(city: Size) -> None:
    leader = reader_of(User.objects.get(staff_number="L500001"), TODAY)
    [project] = projects(leader)
    assert "300,000.00元" in project.about[0]
    found = load(project.key, leader)
    assert found is not None
    flow = found.study.flow
    assert flow.started.count == Case.objects.exclude(started_on=None).count() >= 15
    assert sum(end.count for end in flow.ends) == flow.started.count and flow.sessions > 500
    assert not found.mine
    assert {"ses", "who-5", "sasc"} <= {one.measure.key for one in found.study.outcomes}
    assert not AnswerSheet.objects.filter(occasion_kind="case", valid=False).exists()
    assert Session.objects.exclude(absent="").exists()


def test_ten_files_were_judged_and_signed_for(city: Size) -> None:
    result = PanelResult.objects.get()
    assert result.signed_by == "段文博" and result.content["files"] == 10
    client = Client()
    client.force_login(
        User.objects.get(staff_number="M500001"),
        backend="nuantong.accounts.backends.StaffNumberOrPhone",
    )
    page = client.get(reverse("outcomes:project")).content.decode()
    assert "困境儿童一对一心理辅导" in page and "?project=" in page
    answer = client.get(reverse("outcomes:report"))
    assert answer.status_code == 200 and len(answer.content) > 20_000
