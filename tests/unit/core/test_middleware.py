"""What every request goes through before a page is asked."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how", ["get", "post"])
@pytest.mark.parametrize("url", ["/children/?q=%00", "/children/a%00b/", "/children/?%00=1"])
def test_a_nul_byte_is_a_request_nobody_understands(how, url) -> None:
    answer = getattr(Client(), how)(url)
    assert answer.status_code == 400
    assert "这个请求看不懂" in answer.content.decode()


def test_a_nul_byte_in_a_form_is_refused_too() -> None:
    assert Client().post("/sign-in/", {"username": "a\0b"}).status_code == 400
