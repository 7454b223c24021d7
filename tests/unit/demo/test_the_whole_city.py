"""The city as `./dev run` builds it. Every other test builds a smaller one, where chance differs."""

import psycopg

from nuantong.demo.size import Size
from tests.databases import copy, manage, migrated

COUNT = "SELECT children, (SELECT count(*) FROM people_child WHERE status = 'on_register') FROM demo_demomark"


def test_the_whole_city_is_built() -> None:
    with copy(migrated()) as url:
        manage(url, "build_demo")
        with psycopg.connect(url) as built:
            asked, there = built.execute(COUNT).fetchone() or (0, 0)
    assert asked == Size().scattered + Size().institution
    assert there > asked * 0.9
