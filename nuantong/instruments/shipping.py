"""The instruments that come with the product: their versions are there after every migration."""

import tomllib
from typing import Any

from nuantong.core import clock
from nuantong.instruments.reading import FOLDER, read


def ship(**_: Any) -> None:
    """Adds what is new; a version that is there is left as it is."""
    from nuantong.instruments.models import Instrument, InstrumentVersion

    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        found = read(data)
        instrument, _new = Instrument.objects.get_or_create(
            code=found.code, defaults={"title": found.title}
        )
        InstrumentVersion.objects.get_or_create(
            instrument=instrument, version=found.version,
            defaults={"definition": data, "added_at": clock.now()},
        )  # fmt: skip
