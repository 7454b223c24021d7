"""Every address as every role: nothing breaks, nothing of a neighbour's child is shown."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nuantong.access.roles import ADMINISTRATORS, Role
from tests.paper import text_of_pdf
from tests.web.samples import SAMPLES
from tests.web.world import Side, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TELLS_NOBODY = {"carers:join", "carers:receipt", "care:calendar", "instruments:answer"}
OPEN = {"accounts:sign_in", "accounts:sign_out", *TELLS_NOBODY}
"""Without sign-in: the way in, the pages on which somebody applies to be a carer, and the calendar
that a phone fetches by an address nobody else knows, and a child's own sheet on a tablet."""
OF_NOBODY = {"instruments:download", "instruments:instrument", "goods:item"}
"""What is the same for every side: a scale and a thing belong to no child."""
OF_THE_MONEY = {"aid:payment": Role.ACCOUNTANT}
"""What an accountant opens for the whole city: sums and payees, no child."""
OF_THE_ACCOUNT = {
    *(f"reckoning:{name}" for name in ("account", "published", "report", "sheet")),
    *("campaigns:campaign", "campaigns:report", "books:fund", "books:entry"),
}
FOR_THE_CITY = {Role.ACCOUNTANT, Role.LEADER}
"""What whoever answers for the city's campaigns opens: sums, and no child."""
WHOLE_CITY = {Role.CITY_OFFICER}
"""Whoever answers for the neighbour's child too."""
OTHERS = sorted(set(Role) - WHOLE_CITY)
REFUSED = {302, 403, 404, 405}


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every named address with the parameters it takes."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield namespace + entry.name, list(entry.pattern.converters)


ADDRESSES = dict(addresses(get_resolver()))
WITH_PARAMETERS = sorted(name for name, parameters in ADDRESSES.items() if parameters)
PLAIN = sorted(name for name, parameters in ADDRESSES.items() if not parameters)
VISITED = [name for name in PLAIN if name not in OPEN]


def test_every_address_with_parameters_has_a_sample_and_no_other() -> None:
    assert set(WITH_PARAMETERS) == set(SAMPLES)


def url_of(name: str, side: Side) -> str:
    return reverse(name, kwargs=SAMPLES[name](side) if ADDRESSES[name] else {})


def visit(client: Client, url: str, sent: dict[str, str] | None = None) -> list[tuple[int, str]]:
    """What GET and POST answer: status and text. What they wrote is undone."""
    client.raise_request_exception = False
    answers = []
    for ask in (lambda: client.get(url), lambda: client.post(url, sent or {})):
        with transaction.atomic():
            answer = ask()
            answers.append((answer.status_code, text_of(answer)))
            transaction.set_rollback(True)
    return answers


def text_of(answer: Any) -> str:
    """What can be read in an answer, on paper and in the sheets of a workbook too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF"):
        return text_of_pdf(body)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as workbook:
            body = b"\n".join(workbook.read(name) for name in workbook.namelist())
    return body.decode(errors="replace")


def secrets(role: Role, side: Side) -> set[str]:
    """What the role may not read about a side.

    Administrators keep everybody's accounts and grants; the log names who acted, and children by
    their number.
    """
    known = {side.carer.name} if role in ADMINISTRATORS else set()
    if role is Role.AUDIT_ADMIN:
        known |= {side.child.number, side.sibling.number}
    return side.telling - known


def told(text: str, words: set[str]) -> set[str]:
    return {word for word in words if word in text}


def test_a_stranger_is_asked_to_sign_in(world: World) -> None:
    for name in sorted(set(ADDRESSES) - OPEN):
        for status, _ in visit(Client(), url_of(name, world.own)):
            assert status in (302, 405), f"{name} answers {status} to a stranger"


def test_what_is_open_to_everybody_tells_of_nobody(world: World) -> None:
    for name in TELLS_NOBODY:
        for status, text in visit(Client(), url_of(name, world.own)):
            assert status in (200, 405, 422), f"{name} answers {status} to a stranger"
            assert not told(text, world.own.telling), f"{name} tells a stranger of a child"


@pytest.mark.parametrize("role", list(Role))
def test_no_address_breaks_or_tells_of_the_neighbour(
    world: World, client_of: Callable[[Role], Client], role: Role
) -> None:
    client = client_of(role)
    words = set() if role in WHOLE_CITY else secrets(role, world.neighbour)
    for name in [*VISITED, *WITH_PARAMETERS]:
        for status, text in visit(client, url_of(name, world.own)):
            assert status < 500, f"{name} breaks for {role}"
            assert not told(text, words), f"{name} tells {role} of the neighbour"


@pytest.mark.parametrize("role", OTHERS)
def test_a_neighbours_child_stays_the_neighbours(
    world: World, client_of: Callable[[Role], Client], role: Role
) -> None:
    client, words = client_of(role), secrets(role, world.neighbour)
    for name in WITH_PARAMETERS:
        for status, text in visit(client, url_of(name, world.neighbour)):
            allowed = (
                name in OPEN | OF_NOBODY
                or (name.startswith("access:") and role in ADMINISTRATORS)
                or OF_THE_MONEY.get(name) == role
                or (name.startswith("goods:") and role is Role.STORE_KEEPER)
                or (name in OF_THE_ACCOUNT and role in FOR_THE_CITY)
            )
            assert allowed or status in REFUSED, f"{name} opens the neighbour's to {role}: {status}"
            assert not told(text, words), f"{name} tells {role} of the neighbour"


@pytest.mark.parametrize("role", WHOLE_CITY)
def test_nothing_of_the_neighbour_breaks_for_the_city(
    world: World, client_of: Callable[[Role], Client], role: Role
) -> None:
    for name in WITH_PARAMETERS:
        for status, _ in visit(client_of(role), url_of(name, world.neighbour)):
            assert status < 500, f"{name} breaks for {role}"


LISTS = ["people:children", "people:carers", "care:overdue"]


def asked(side: Side) -> list[str]:
    """Every way to ask a list, a sheet or a suggestion for a side's child."""
    words = [side.child.name, side.child.pinyin.split()[0], side.child.number, side.carer.name]
    return ["?export=xlsx&status=all", *(f"?q={word}&child={word}&status=all" for word in words)]


@pytest.mark.parametrize("role", OTHERS)
def test_no_search_sheet_or_suggestion_finds_the_neighbour(
    world: World, client_of: Callable[[Role], Client], role: Role
) -> None:
    """What was asked for is echoed; nothing beyond it may be read."""
    client, side = client_of(role), world.neighbour
    opened = [name for name in VISITED if client.get(reverse(name)).status_code == 200]
    for name in opened:
        for query in asked(side):
            answer = client.get(reverse(name) + query)
            assert answer.status_code < 500, f"{name}{query} breaks for {role}"
            hidden = {word for word in secrets(role, side) if word not in query}
            found = told(text_of(answer), hidden)
            assert not found, f"{name}{query} tells {role} of the neighbour"


@pytest.mark.parametrize("name", LISTS)
def test_the_same_questions_find_the_own_child(
    world: World, client_of: Callable[[Role], Client], name: str
) -> None:
    """Else the test above would pass on empty lists."""
    client, side = client_of(Role.DISTRICT_OFFICER), world.own
    found = [told(text_of(client.get(reverse(name) + q)), side.telling) for q in asked(side)]
    assert found[0], "the sheet is empty"
    assert any(found[1:]), "the search finds nobody"
