"""What screening adds to a child's page: the colour with advice, and the list of signs."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on
from nuantong.screening.colours import COLOURS, HINT
from nuantong.screening.models import Participant

SEES = frozenset({P.SEE_COLOURS, P.OBSERVE})
SHOWN = 2


def along() -> ArraySubquery:
    """A column of the child whose page is opened: what came out of her newest rounds."""
    rows = Participant.objects.filter(child=OuterRef("pk"), done__gt=0).order_by(
        "-round__starts_on"
    )
    return ArraySubquery(
        rows.values(json=JSONObject(
            round="round", title="round__title", colour="colour", on="round__starts_on",
            done="done", wanted="wanted",
        ))[:SHOWN]
    )  # fmt: skip


def section(child: Child, reader: Reader) -> dict[str, Any] | None:
    """Colour and advice for whoever may see colours; no score, no answer, no name of a scale."""
    may = permissions_on(child, reader)
    if not may & SEES:
        return None
    known = getattr(child, "screening_along", None) or []
    hints = [{**one, "is": COLOURS.get(one["colour"])} for one in known if P.SEE_COLOURS in may]
    observes = P.OBSERVE in may and child.status == Child.Status.ON_REGISTER
    if not hints and not observes:
        return None
    return {
        "hints": hints, "observes": observes, "hint": HINT, "opens": P.SEE_SCREENING in may,
        "is_carer": P.SEE_SCREENING not in may,
    }  # fmt: skip
