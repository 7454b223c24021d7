"""XLSForm (xlsform.org): a definition as a workbook for KoBo or ODK, and back.

Sheets survey, choices, settings as the standard has them; `scoring` holds, a row each, what it has
no place for, so that what comes in is what went out.
"""

import io
from collections.abc import Iterator
from typing import Any, Final

from nuantong.core.errors import Refusal
from nuantong.instruments.definition import Contradiction, Definition
from nuantong.instruments.exchange.fhir import ELSEWHERE
from nuantong.instruments.reading import MOST_ITEMS, data_of, read
from nuantong.instruments.tables import opened

SURVEY: Final = ("type", "name", "label")
CHOICES: Final = ("list_name", "name", "label")
SETTINGS: Final = ("form_title", "form_id", "version")
SCORING: Final = ("key", "value")
Rows = list[tuple[Any, ...]]


def write_form(definition: Definition) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, plain) as book:
        for name, rows in _sheets(definition).items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return file.getvalue()


def _sheets(definition: Definition) -> dict[str, Rows]:
    lists = list(dict.fromkeys(item.options for item in definition.items))
    rest = {key: one for key, one in data_of(definition).items() if key not in ELSEWHERE}
    lead: Rows = [("note", "lead", definition.lead)] if definition.lead else []
    return {
        "survey": [SURVEY, *lead, *(
            (f"select_one c{lists.index(one.options)}", f"i{one.number}", one.text or _blank(one.number))
            for one in definition.items)],
        "choices": [CHOICES, *(
            (f"c{at}", str(option.value), option.label)
            for at, options in enumerate(lists) for option in options)],
        "settings": [SETTINGS, (definition.title, definition.code, definition.version)],
        "scoring": [SCORING, *_leaves(rest)],
    }  # fmt: skip


def _blank(number: int) -> str:
    """Stands where the form's text may not be shipped."""
    return f"第{number}题"


def _leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict | list):
        yield at, value
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in pairs:
        yield from _leaves(one, f"{at}/{key}" if at else str(key))


def read_form(file: bytes) -> Definition:
    """The definition, or Contradiction in words."""
    try:
        book = opened(file)
    except Refusal as refusal:
        raise Contradiction(str(refusal)) from None
    missing = {"survey", "choices", "settings", "scoring"} - set(book.sheet_names)
    if missing:
        raise Contradiction(
            f"缺少工作表：{'、'.join(sorted(missing))}。计分规则写在 scoring 里，不能猜。"
        )
    asked = [row for row in _rows(book, "survey", SURVEY) if row[0].startswith("select_one ")]
    choices = _choices(_rows(book, "choices", CHOICES))
    data = _tree(_rows(book, "scoring", SCORING))
    _same(data, _rows(book, "settings", SETTINGS))
    own = [_own(at, row, choices) for at, row in enumerate(asked, 1)]
    texts = [text if text != _blank(at) else "" for at, (_, _, text) in enumerate(asked, 1)]
    return read({
        **data, "items": texts if any(texts) else len(texts), "options": own[0] if own else [],
        "item_options": {str(at): one for at, one in enumerate(own, 1) if one != own[0]},
    })  # fmt: skip


def _rows(book: Any, name: str, columns: tuple[str, ...]) -> Rows:
    """The columns by their headings; numbers that are whole are whole."""
    cells = book.get_sheet_by_name(name).to_python()
    heading = [str(cell).strip() for cell in cells[0]] if cells else []
    for column in columns:
        if column not in heading:
            raise Contradiction(f"工作表 {name} 缺少“{column}”列。")
    places = [heading.index(column) for column in columns]
    rows = [tuple(_cell(row[place]) for place in places) for row in cells[1 : 20 * MOST_ITEMS]]
    if name != "scoring":
        rows = [tuple(str(cell).strip() for cell in row) for row in rows]
    return [row for row in rows if row[0] != ""]


def _cell(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _choices(rows: Rows) -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = {}
    for name, value, label in rows:
        if not value.removeprefix("-").isdecimal():
            raise Contradiction(f"choices 里“{name}”的 name “{value}”不是数字。")
        found.setdefault(name, []).append([int(value), label])
    return found


def _own(at: int, row: tuple[str, ...], choices: dict[str, list[list[Any]]]) -> list[list[Any]]:
    wanted = row[0].split()[-1]
    if row[1] != f"i{at}":
        raise Contradiction(f"survey 第{at}题的 name 是“{row[1]}”，应是“i{at}”，按顺序编号。")
    if wanted not in choices:
        raise Contradiction(f"第{at}题用的选项“{wanted}”在 choices 里没有。")
    return choices[wanted]


def _tree(rows: Rows) -> dict[str, Any]:
    """The rows `scales/0/bands/1/score` → 10 as nested data."""
    root: dict[str, Any] = {}
    for key, value in rows:
        *path, last = str(key).split("/")
        here = root
        for part in path:
            here = here.setdefault(part, {})
            if not isinstance(here, dict):
                raise Contradiction(f"scoring 里的“{key}”和别的行冲突。")
        if last in here:
            raise Contradiction(f"scoring 里的“{key}”写了两次。")
        here[last] = value
    found: dict[str, Any] = _listed(root)
    return found


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(one) for key, one in value.items()}
    if inner and list(inner) == [str(at) for at in range(len(inner))]:
        return list(inner.values())
    return inner


def _same(data: dict[str, Any], settings: Rows) -> None:
    said = settings[0][1:] if settings else ()
    if said != (str(data.get("code")), str(data.get("version"))):
        raise Contradiction("settings 的 form_id、version 和 scoring 里的 code、version 不一致。")
