"""Every address as every role: nothing breaks, nothing of a neighbour's child is shown."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nuantong.access.roles import Role
from tests.web.samples import SAMPLES, Sample, World, build_world

pytestmark = pytest.mark.django_db
OPEN = {"accounts:sign_in", "accounts:sign_out"}


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


def test_every_address_with_parameters_has_a_sample() -> None:
    assert set(WITH_PARAMETERS) <= set(SAMPLES)


@pytest.fixture
def world(cast: Any) -> World:
    return build_world(cast)


def visit(client: Client, url: str) -> list[tuple[int, str]]:
    """What GET and POST answer: status and text."""
    client.raise_request_exception = False
    answers = [client.get(url), client.post(url, {})]
    return [(a.status_code, text_of(a)) for a in answers]


def text_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_stranger_is_asked_to_sign_in(world: World, name: str) -> None:
    if name in OPEN:
        return
    kwargs = SAMPLES[name](world, world.own) if ADDRESSES[name] else {}
    for status, _ in visit(Client(), reverse(name, kwargs=kwargs)):
        assert status in (302, 405), f"{name} answers {status} to a stranger"


@pytest.mark.parametrize("role", list(Role))
def test_no_plain_address_breaks_or_tells_of_the_neighbour(
    world: World, client_of: Callable[[Role], Client], role: Role
) -> None:
    for name in PLAIN:
        if name == "accounts:sign_out":
            continue
        for status, text in visit(client_of(role), reverse(name)):
            assert status < 500, f"{name} breaks for {role}"
            if role is not Role.CITY_OFFICER:
                assert world.neighbour_name not in text, f"{name} shows {role} the neighbour"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_a_neighbours_child_stays_the_neighbours(
    world: World, client_of: Callable[[Role], Client], role: Role, name: str
) -> None:
    sample: Sample = SAMPLES[name]
    client = client_of(role)
    for status, _ in visit(client, reverse(name, kwargs=sample(world, world.own))):
        assert status < 500, f"{name} breaks for {role}"
    for status, text in visit(client, reverse(name, kwargs=sample(world, world.neighbour))):
        assert status < 500, f"{name} breaks for {role}"
        if role is not Role.CITY_OFFICER:
            assert status in (302, 403, 404, 405), f"{name} opens to {role}: {status}"
            assert world.neighbour_name not in text
