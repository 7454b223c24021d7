"""The check while a child is entered, asked of the running site on the whole demo register."""

import os
from random import Random
from typing import Final

from benchmarks.costs import cost
from benchmarks.reading import Reader, p95
from benchmarks.sessions import client_of, cookie_of
from launcher.server import free_port, running
from nuantong.people.models import Child, Guardian

SEED: Final = 40_965
CHILDREN: Final = 80
WARM: Final = 8
ASKS: Final = "T500113111"
ADDRESS: Final = "/children/new/"


def measured() -> tuple[float, float]:
    """p95 in milliseconds: to the last byte in the site, and of processor time with its database."""
    forms, client = asked(), client_of(ASKS)
    for form in forms[:WARM]:
        client.post(ADDRESS, form)
    used = [cost(lambda form=form: client.post(ADDRESS, form))[0].cpu for form in forms]
    port, cookie = free_port(8300), cookie_of(client)
    with running(port, dict(os.environ)):
        Reader(port, ADDRESS, cookie, forms[0]).together(WARM, 2)
        waited = [Reader(port, ADDRESS, cookie, form).seconds(1)[0] for form in forms]
    return p95(waited), p95(used)


def asked() -> list[dict[str, str]]:
    """Half are on the register, a few with a slip of the pen; half are nobody yet."""
    chance = Random(SEED)
    keys = list(Child.objects.on_register().order_by("pk").values_list("pk", flat=True))
    known = list(Child.objects.filter(pk__in=chance.sample(keys, CHILDREN)))
    return [_one(child, known[n - 1], chance) for n, child in enumerate(known)]


def _one(child: Child, other: Child, chance: Random) -> dict[str, str]:
    new = chance.random() < 0.5
    born = child.birth_date
    phones = Guardian.objects.filter(child=child, until=None)[:1]
    return {
        "name": child.name[:1] + other.name[1:] if new else child.name,
        "id_number": "" if new or chance.random() < 0.4 else str(child.id_number),
        "birth_date": born.isoformat() if born else "",
        "phone": "" if new else next((str(one.phone) for one in phones), ""),
    }
