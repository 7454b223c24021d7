"""FHIR R5 QuestionnaireResponse: the answers of one sheet with what came out, and answers from one."""

from typing import Any, Final

from nuantong.instruments.definition import Contradiction, Definition
from nuantong.instruments.exchange.fhir import INSTRUMENT, coding, first_problem
from nuantong.instruments.scoring import HINT, Answers, Score

RESULT: Final = "urn:nuantong:result"


def canonical(definition: Definition) -> str:
    return f"{INSTRUMENT}{definition.code}|{definition.version}"


def response(
    definition: Definition, answers: Answers, result: Score | None, *, child: str, authored: str,
    status: str = "completed",
) -> dict[str, Any]:  # fmt: skip
    """The resource, accepted by fhir.resources; `child` is her number, never her name."""
    from fhir.resources.questionnaireresponse import QuestionnaireResponse

    resource: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": canonical(definition),
        "status": status,
        "subject": {"identifier": {"value": child}},
        "authored": authored,
        "item": [
            {"linkId": str(item.number), "answer": [{"valueCoding": coding(option)}]}
            for item in definition.items
            for option in item.options
            if option.value == answers.get(item.number)
        ],
    }
    if result is not None:
        resource["extension"] = [{"url": RESULT, "extension": _result(result)}]
    resource = {key: value for key, value in resource.items() if value != []}
    QuestionnaireResponse.model_validate(resource)
    return resource


def _result(result: Score) -> list[dict[str, Any]]:
    numbers = {"total": result.total, **result.subscales}
    texts = {"colour": result.colour or "", "reason": result.reason, "note": HINT}
    return [
        *({"url": key, "valueInteger": one} for key, one in numbers.items() if one is not None),
        *({"url": key, "valueString": one} for key, one in texts.items() if one),
        {"url": "valid", "valueBoolean": result.valid},
        {"url": "red", "valueBoolean": result.red},
    ]


def answers_of(definition: Definition, resource: Any, child: str) -> dict[int, int]:
    """As read_answers, refused where they are another child's: by her number, where one is given."""
    if not isinstance(resource, dict):
        raise Contradiction("不是 FHIR 的 QuestionnaireResponse。")
    found = read_answers(definition, resource)
    said = ((resource.get("subject") or {}).get("identifier") or {}).get("value", child)
    if said != child:
        raise Contradiction(f"这份作答写的是另一名儿童（{said}），没有读入。")
    return found


def read_answers(definition: Definition, resource: dict[str, Any]) -> dict[int, int]:
    """The form's own numbers by item, or Contradiction in words; what came out is worked out anew."""
    _checked(definition, resource)
    found: dict[int, int] = {}
    allowed = {str(item.number): {str(o.value) for o in item.options} for item in definition.items}
    for item in resource.get("item") or ():
        said = item["linkId"]
        if said not in allowed:
            raise Contradiction(f"没有第{said}题。")
        if int(said) in found:
            raise Contradiction(f"第{said}题回答了两次。")
        given = [
            str((one.get("valueCoding") or {}).get("code")) for one in item.get("answer") or ()
        ]
        if len(given) > 1 or any(one not in allowed[said] for one in given):
            raise Contradiction(f"第{said}题的回答不在选项里，或不止一个。")
        if given:
            found[int(said)] = int(given[0])
    return found


def _checked(definition: Definition, resource: dict[str, Any]) -> None:
    from fhir.resources.questionnaireresponse import QuestionnaireResponse
    from pydantic import ValidationError

    if resource.get("resourceType") != "QuestionnaireResponse":
        raise Contradiction("不是 FHIR 的 QuestionnaireResponse。")
    try:
        QuestionnaireResponse.model_validate(resource)
    except ValidationError as error:
        raise Contradiction(f"不符合 FHIR R5：{first_problem(error.errors()[0])}") from None
    if resource["questionnaire"] != canonical(definition):
        raise Contradiction(f"这是“{resource['questionnaire']}”的回答，不是这个版本的。")
