"""FHIR R5 (hl7.org/fhir/R5): a definition as Questionnaire and back.

What the standard has no place for (scales, reverse keys, cut-offs, red items) goes into one extension,
so that what comes in is what went out. A questionnaire without it is refused: rules are never guessed.
"""

import json
from typing import Any, Final

from nuantong.instruments.definition import Contradiction, Definition, Item, Option
from nuantong.instruments.reading import data_of, read

SCORING: Final = "urn:nuantong:scoring"
WEIGHT: Final = "http://hl7.org/fhir/StructureDefinition/itemWeight"
INSTRUMENT: Final = "urn:nuantong:instrument:"
ELSEWHERE: Final = frozenset({"items", "options", "item_options"})
"""What the questionnaire's own items say."""


def questionnaire(definition: Definition) -> dict[str, Any]:
    """The resource, accepted by fhir.resources."""
    from fhir.resources.questionnaire import Questionnaire

    rest = {key: one for key, one in data_of(definition).items() if key not in ELSEWHERE}
    resource = {
        "resourceType": "Questionnaire",
        "url": INSTRUMENT + definition.code,
        "version": definition.version,
        "title": definition.title,
        "status": "active",
        "subjectType": ["Patient"],
        "copyright": definition.licence,
        "item": [_item(item) for item in definition.items],
        "extension": [{"url": SCORING, "valueString": json.dumps(rest, ensure_ascii=False)}],
    }
    Questionnaire.model_validate(resource)
    return resource


def _item(item: Item) -> dict[str, Any]:
    options = [{"valueCoding": coding(option)} for option in item.options]
    words = {"text": item.text} if item.text else {}
    return {"linkId": str(item.number), "type": "coding", **words, "answerOption": options}


def coding(option: Option) -> dict[str, Any]:
    """An answer: the form's own number as its code and as its weight."""
    weight = {"url": WEIGHT, "valueDecimal": option.value}
    return {"code": str(option.value), "display": option.label, "extension": [weight]}


def read_questionnaire(resource: dict[str, Any]) -> Definition:
    """The definition, or Contradiction in words."""
    _checked(resource)
    items = [item for item in resource.get("item") or () if item["type"] != "display"]
    data = {**_scoring(resource), "items": _texts(items)}
    choices = [_choices(item) for item in items] or [[]]
    own = {str(at): one for at, one in enumerate(choices, 1) if one != choices[0]}
    return read({**data, "options": choices[0], "item_options": own})


def _checked(resource: dict[str, Any]) -> None:
    from fhir.resources.questionnaire import Questionnaire
    from pydantic import ValidationError

    if resource.get("resourceType") != "Questionnaire":
        raise Contradiction("不是 FHIR 的 Questionnaire。")
    try:
        Questionnaire.model_validate(resource)
    except ValidationError as error:
        raise Contradiction(f"不符合 FHIR R5：{first_problem(error.errors()[0])}") from None


def first_problem(problem: Any) -> str:
    """Where the resource breaks the standard, and how."""
    return f"{'.'.join(map(str, problem['loc']))} {problem['msg']}"


def _scoring(resource: dict[str, Any]) -> dict[str, Any]:
    found = [one for one in resource.get("extension") or () if one["url"] == SCORING]
    if not found:
        raise Contradiction(
            f"这份 Questionnaire 没有计分规则（扩展 {SCORING}），不能猜。请补上反向计分、分量表、分界后再上传。"
        )
    try:
        data = json.loads(found[0].get("valueString", ""))
    except (ValueError, RecursionError) as error:
        raise Contradiction(f"计分规则（扩展 {SCORING}）读不出来：{error}") from None
    said = (resource.get("url"), resource.get("version"))
    if not isinstance(data, dict) or said != (
        f"{INSTRUMENT}{data.get('code')}",
        data.get("version"),
    ):
        raise Contradiction("Questionnaire 的 url、version 和计分规则里的代码、版本不一致。")
    return data


def _texts(items: list[dict[str, Any]]) -> list[str] | int:
    for at, item in enumerate(items, 1):
        if item["linkId"] != str(at):
            raise Contradiction(f"第{at}题的 linkId 是“{item['linkId']}”，应是“{at}”，按顺序编号。")
    texts = [item.get("text") or "" for item in items]
    return texts if any(texts) else len(texts)


def _choices(item: dict[str, Any]) -> list[list[Any]]:
    found = []
    for option in item.get("answerOption") or ():
        said = option.get("valueCoding") or {}
        code = str(said.get("code") or "")
        if not code.removeprefix("-").isdecimal():
            raise Contradiction(f"第{item['linkId']}题有选项的 code 不是数字：“{code}”。")
        found.append([int(code), said.get("display") or code])
    return found
