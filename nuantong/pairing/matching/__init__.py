"""Who takes whom: plain values in and out, no Django, no clock.

`match` gives every household that can have one a carer at the least cost for all, proven;
`clerk` says what a careful clerk would have done. For whoever builds on the answer:

- `Result.districts` are the solved problems as arrays (`districts.District`): row i is
  `households[i]`, column j `carers[j]` (those with a place and a check in date), and
  `state.of[i]` the column of a row. `state.u[i]` is what a row costs at the prices `state.v[j]` of
  the columns. Always `u[i] <= cost(i, j) + v[j]` for every carer in range, with equality where i is
  given to j; `u[i] <= idle[i]`; and a column with a price is full. So sum(u) - sum(room x v) is a
  bound no answer goes below, and it equals the cost.
- A price is an upper bound of what one more place there would save. What it saves exactly says
  the search: `District.search` is warm, `take_out(rows)` and `bring_in(rows)` change who takes
  part, `problem.columns.room[j] += 1` makes a place, and `prove` finds the new optimum from where
  it stands. Copy with `search.copy()` to ask 'what if'.
- `measure.Measure` reckons one pair: tier, metres, needs, cost. `Result.measure` is the one used.
- `LeftOver.shortage` numbers the region that is short in `Result.shortages`, with its proof;
  `alternatives` names the next best carers of a household and why not;
  `standing(...)[n].answers` is the menu for one event; `recruit` says where one more carer helps.
"""

from nuantong.pairing.matching.alternatives import Alternative, alternatives
from nuantong.pairing.matching.clerks import clerk
from nuantong.pairing.matching.engine import match
from nuantong.pairing.matching.events import Answer, Standing, standing
from nuantong.pairing.matching.needs import ANSWERS, fit
from nuantong.pairing.matching.recruiting import Recruit, recruit
from nuantong.pairing.matching.values import (
    Assignment,
    Carer,
    Household,
    Key,
    LeftOver,
    Policy,
    Progress,
    Reason,
    Result,
    Shortage,
    Tier,
    Variant,
    Where,
    tier_of,
)

__all__ = [
    "ANSWERS", "Alternative", "Answer", "Assignment", "Carer", "Household", "Key", "LeftOver", "Policy", "Progress",
    "Reason", "Result", "Recruit", "Shortage", "Standing", "Tier", "Variant", "Where", "alternatives", "clerk", "fit", "match", "recruit", "standing", "tier_of",
]  # fmt: skip
