"""What a row says, sealed, in the order in which rows of a load are written."""

import json
from typing import Any, Final, cast

from nuantong.sweeps.content import Said
from nuantong.sweeps.models import LoadRow, Record

COLUMNS: Final = (
    "load", "sheet", "number", "outcome", "fingerprint", "id_index", "name", "sex", "birth_date",
    "region", "flags", "hint", "hint_basis", "problems", "content",
)  # fmt: skip


def _field(name: str) -> Any:
    """A row keeps what its record will say, sealed for the record."""
    return cast(Any, Record._meta.get_field(name))


fingerprint_of, index_of = _field("fingerprint").indexer(), _field("id_index").indexer()
seal_basis, seal_content = _field("hint_basis").sealer(), _field("content").sealer()
seal_problems = cast(Any, LoadRow._meta.get_field("problems")).sealer()


def stored(load: int, sheet: int, said: Said) -> tuple[Any, ...]:
    problems = json.dumps(said.problems, ensure_ascii=False) if said.problems else ""
    return (
        load, sheet, said.number, "", fingerprint_of(said.fingerprint), index_of(said.id_text),
        said.name, said.sex, said.birth_date, said.region, said.flags, said.hint.category,
        seal_basis(said.hint.basis), seal_problems(problems), seal_content(said.content),
    )  # fmt: skip
