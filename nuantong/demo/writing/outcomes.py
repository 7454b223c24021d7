"""Fulfilments and closed windows as the engine judges them, and what supervisors did about misses."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, Final

from nuantong.core.copying import copy_rows, reserve_ids
from nuantong.demo.habits import DAY
from nuantong.demo.size import SEED, TODAY, chance, pick
from nuantong.demo.writing.pairings import at
from nuantong.duties.judging import Judged, judge
from nuantong.duties.loading import Case
from nuantong.duties.models import Fulfilment, OverdueAction, WindowOutcome
from nuantong.duties.settling import CLOSED, LINK
from nuantong.duties.vocabulary import Outcome

Kind = OverdueAction.Kind
KINDS: Final = {Kind.CALLED: 46, Kind.REMINDED: 34, Kind.VISIT: 12, Kind.EXCUSED: 6, Kind.SUBSTITUTE: 2}
ACTED_AFTER: Final = 12 * DAY
"""Supervisors go through the list about every fortnight; what is younger waits."""
ACTED: Final = 0.97
"""Of what is older; the rest has stayed lying."""
