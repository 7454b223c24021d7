"""What crosses pairing and duties: whoever is paired is owed the Six Ones from that day."""

import datetime as dt
from collections.abc import Collection

from nuantong.access.reader import Reader
from nuantong.core.copying import copy_rows
from nuantong.duties.models import Enrolment, Protocol

SIX_ONES = "six-ones"


def enrol_paired(children: Collection[int], start: dt.date, by: Reader) -> None:
    """Enrol newly paired children (pairing.hooks). One who is enrolled already stays so: windows
    belong to the child and outlast a change of carer (duties.md, rule 5)."""
    protocol = Protocol.objects.get(code=SIX_ONES)
    running = Enrolment.objects.filter(protocol=protocol, end=None)
    running = running.filter(child__id__any_of=list(children))
    enrolled = set(running.values_list("child_id", flat=True))
    new = ((child, protocol.pk, start) for child in children if child not in enrolled)
    copy_rows(Enrolment, ["child", "protocol", "start"], new)
