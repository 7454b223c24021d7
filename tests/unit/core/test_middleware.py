"""What every request goes through before a page is asked."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from nuantong.core.middleware import NoNulBytes


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["get", "post"])
def test_an_address_with_a_nul_byte_leads_nowhere(how: str) -> None:
    answer = getattr(Client(), how)("/children/a%00b/")
    assert answer.status_code == 400
    assert "这个请求看不懂" in answer.content.decode()


def test_nul_bytes_are_left_out_of_what_is_sent() -> None:
    seen: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    NoNulBytes(page)(
        RequestFactory().post("/?q=%00a&%00=1", {"text": "第\0一", "kind": ["\0", "b"]})
    )
    assert seen[0].GET.dict() == {"q": "a", "": "1"}
    assert dict(seen[0].POST.lists()) == {"text": ["第一"], "kind": ["", "b"]}
