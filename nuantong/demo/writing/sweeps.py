"""A pupils' list swept: most pupils known or ordinary, some who fit a rule and are on no list.

It goes the way every list goes: received as a file, compared, linked, judged.
"""

import csv
import datetime as dt
import io
from random import Random
from typing import Final

from nuantong.access.reader import system_reader
from nuantong.core import clock
from nuantong.demo import cast
from nuantong.demo.names import Names
from nuantong.demo.numbers import Numbers
from nuantong.demo.size import SEED, Size, chance
from nuantong.people.models import Child, Guardian
from nuantong.regions.tree import Place, Tree
from nuantong.sweeps import running
from nuantong.sweeps.actions import loads

HEADINGS: Final = (
    "学校", "姓名", "性别", "出生日期", "身份证号", "家长姓名", "家长电话", "家庭住址", "家庭情况备注",
)  # fmt: skip
SAID: Final = {
    "": 74, "父母外出务工": 8, "单亲": 8, "随祖父母生活": 6, "父死亡；母失联": 2, "父服刑；母重病": 1,
    "父死亡": 1,
}  # fmt: skip
"""What the remark says of a pupil who is not on the register, by weight."""
SCHOOLS: Final = ("中心小学校", "初级中学", "完全小学")


def write_sweep(size: Size, tree: Tree, seed: int = SEED) -> None:
    """One source of the city with its first load, a tenth of the register and as many others."""
    by = system_reader()
    values = {"name": "教委中小学学籍", "office": "education", "purpose": "population"}
    source = loads.add_source(values=values, region=tree.root.id, by=by)
    data = _roster(size, tree, chance("sweep", seed))
    load = loads.receive(
        source=source, file=io.BytesIO(data), file_name="中小学学籍_2018年秋季.csv", by=by
    )
    loads.start(load=load, by=by)
    running.run(load.pk)


def _roster(size: Size, tree: Tree, rng: Random) -> bytes:
    count = max(40, size.scattered // 20)
    rows = [*_registered(count, tree, rng), *_others(count, tree, rng)]
    rng.shuffle(rows)
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode("gb18030")


def _registered(count: int, tree: Tree, rng: Random) -> list[list[str]]:
    """Children of the register as a school writes them: now and then without a number."""
    known = list(Child.objects.on_register().exclude(place=None).order_by("pk"))
    chosen = rng.sample(known, min(count, len(known)))
    guardians = {one.child_id: one for one in Guardian.objects.filter(child__in=chosen, until=None)}
    rows = []
    for child in chosen:
        guardian = guardians.get(child.pk)
        number = "" if rng.random() < 0.1 else str(child.id_number)
        rows.append([
            child.school, child.name, child.get_sex_display(), f"{child.birth_date or ''}", number,
            guardian.name if guardian else "", str(guardian.phone) if guardian else "",
            tree.full_name(child.place_id), "",
        ])  # fmt: skip
    return rows


def _others(count: int, tree: Tree, rng: Random) -> list[list[str]]:
    names, numbers = Names(rng), Numbers(rng)
    villages = [place for place in tree.places.values() if place.level == 4 and not place.former]
    villages.sort(key=lambda place: place.code)
    near = [place for place in villages if place.code.startswith(cast.TOWNSHIP)]
    remarks, weights = list(SAID), list(SAID.values())
    rows = []
    for number in range(count):
        place = rng.choice(near if number < 12 else villages)
        remark = rng.choices(remarks, weights)[0] if number >= 4 else "父死亡；母失联"
        rows.append(_pupil(place, remark, tree, rng, names, numbers))
    return rows


def _pupil(
    place: Place, remark: str, tree: Tree, rng: Random, names: Names, numbers: Numbers
) -> list[str]:
    boy = rng.random() < 0.5
    born = clock.today() - dt.timedelta(days=rng.randrange(7 * 365, 15 * 365))
    township = tree.township_of(place.id)
    surname = names.surname(southeast=False)
    return [
        f"{township.name if township else ''}{rng.choice(SCHOOLS)}",
        names.child(surname, boy), "男" if boy else "女", born.isoformat(),
        numbers.identity(place.code, born, boy), names.adult(surname, rng.random() < 0.5), numbers.phone(),
        tree.full_name(place.id), remark,
    ]  # fmt: skip
