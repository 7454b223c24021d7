"""A saved view leads back to a page of ours, whatever is sent as the page."""

import pytest
from django.urls import reverse

from nuantong.access.roles import Role


@pytest.mark.parametrize("sent", ["2018-02-30", "no-such-value", "//elsewhere.example", ""])
def test_a_page_that_is_none_leads_home(client_of, sent) -> None:
    answer = client_of(Role.COUNSELLOR).post(
        reverse("accounts:save_view"), {"next": sent, "name": "我的"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
