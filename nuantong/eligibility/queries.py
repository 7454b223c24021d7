"""Read models of the hints' list: lines, counts, places, the sheet."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import Case, Count, Q, When

from nuantong.access.http import Request
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.listing import Listing, Sort
from nuantong.core.masking import mask_name
from nuantong.core.xlsx import Column
from nuantong.eligibility.file import TONES
from nuantong.eligibility.filters import HintFilter, expiring, labelled, waiting
from nuantong.eligibility.models import Assessment, Hint, HintQuerySet, Referral
from nuantong.eligibility.values import Fits
from nuantong.people.queries.children import held_labels
from nuantong.people.queries.names import place_namer, shown_name, shows_names
from nuantong.regions.tree import Place

SORTS: Final = {
    "place": Sort("现居住地", "child__place__code", "child__pinyin"),
    "category": Sort("情形", "category", "fits"),
    "until": Sort("情形到", "holds_until"),
    "found": Sort("发现日期", "-found_on"),
}
COLUMNS: Final[list[Column | str]] = [
    Column("儿童编号", 12), Column("姓名", 10), Column("现居住地", 34), Column("情形", 16),
    Column("结果", 18), Column("情形自", 12), Column("情形到", 12), Column("到期原因", 24),
    Column("还缺的资料", 12), Column("已登记类别", 24), Column("转介民政", 18), Column("条文", 40),
    Column("发现日期", 12),
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One hint as this reader sees it."""

    hint: Hint
    name: str
    place: str
    tone: str
    labels: list[str]
    referral: str
    detailed: bool

    @property
    def result(self) -> str:
        no = self.hint.fits == Fits.NO
        return "与资料不符" if no else str(self.hint.get_fits_display())


def hints_of(reader: Reader) -> HintQuerySet:
    """The current hints of the children on the reader's register."""
    seen: HintQuerySet = Hint.objects.current().visible_to(reader, to=Permission.SEE_HINTS)
    return seen.filter(child__status="on_register")


class HintListing(Listing):
    """The hints with the place of each: one query counts them and says where the children live."""

    @cached_property
    def places(self) -> list[int | None]:
        return list(self.filters.qs.order_by().values_list("child__place", flat=True))

    @cached_property
    def total(self) -> int:
        return len(self.places)


def listing_of(request: Request) -> HintListing:
    columns = ("number", "name", "place")
    rows = hints_of(request.reader).select_related("child")
    rows = rows.only(
        *(f.name for f in Hint._meta.concrete_fields), *(f"child__{c}" for c in columns)
    )
    rows = rows.annotate(listed=Case(When(labelled(request.reader.on), then=True), default=False))
    return HintListing(request, rows, filterset=HintFilter, sorts=SORTS, default_sort="place")


def lines(hints: Iterable[Hint], reader: Reader) -> list[Line]:
    rows = list(hints)
    full, where = shows_names(reader, Permission.SEE_HINTS), place_namer(reader)
    children = [hint.child_id for hint in rows]
    labels, sent = held_labels(children, reader.on), _referrals(children)
    return [
        Line(
            hint, shown_name(hint.child.name, full), where(hint.child.place_id),
            _tone(hint), labels[hint.child_id],
            sent.get((hint.child_id, hint.category), ""), full,
        )
        for hint in rows
    ]  # fmt: skip


def _tone(hint: Hint) -> str:
    """Green where the register says the same, red where it says otherwise."""
    if hint.fits == Fits.NO:
        return "late"
    return "good" if hint.fits == Fits.YES and vars(hint)["listed"] else TONES[Fits(hint.fits)]


def _referrals(children: list[int]) -> dict[tuple[int, str], str]:
    """The newest referral of each child and category, in words."""
    found: dict[tuple[int, str], str] = {}
    for one in Referral.objects.filter(child__id__any_of=children).order_by("sent_on", "pk"):
        state = one.get_answer_display() if one.answered_on else "等待答复"
        found[one.child_id, one.category] = f"{one.sent_on:%m-%d} {state}"
    return found


def counts(reader: Reader) -> dict[str, int]:
    """The figures of the reader's scope that lead to lists: one query."""
    on = reader.on
    month = on - dt.timedelta(days=30)
    return hints_of(reader).order_by().aggregate(
        waiting=Count("pk", filter=waiting(on)),
        unlisted=Count("pk", filter=Q(fits="yes") & ~labelled(on)),
        incomplete=Count("pk", filter=Q(fits="incomplete")),
        doubtful=Count("pk", filter=Q(fits="no")),
        expiring=Count("pk", filter=expiring(on, 30)),
        new=Count("pk", filter=Q(fits="yes", found_on__gt=month)),
    )  # fmt: skip


def set_aside(reader: Reader) -> int:
    """How many children could not be judged."""
    seen = Assessment.objects.visible_to(reader, to=Permission.SEE_HINTS)
    return seen.filter(problem__isnull=False).count()


def by_place(reader: Reader, listing: HintListing) -> list[tuple[Place, int]]:
    """The next level below the chosen place, with the number of hints in each."""
    tree = reader.tree
    chosen = listing.form.cleaned_data.get("place") if listing.form.is_valid() else None
    tops = reader.regions(Permission.SEE_HINTS)
    top = chosen.id if chosen else tops[0] if len(tops) == 1 else None
    rows = tree.children(top) if top else [p for t in tops if (p := tree.get(t))]
    found = Counter(a for place in listing.places if (p := tree.get(place)) for a in p.ancestors)
    return [(row, found[row.id]) for row in rows if found[row.id]]


def sheet_rows(listing: HintListing, reader: Reader) -> Iterator[list[object]]:
    """Rows of the exported sheet; names are masked there, what is missing is only counted."""
    batch: list[Hint] = []
    for hint in listing.results.iterator(chunk_size=1000):
        batch.append(hint)
        if len(batch) == 1000:
            yield from map(_row, lines(batch, reader))
            batch = []
    yield from map(_row, lines(batch, reader))


def _row(line: Line) -> list[object]:
    hint = line.hint
    return [
        hint.child.number, mask_name(hint.child.name), line.place, hint.get_category_display(),
        line.result, hint.holds_since, hint.holds_until, hint.until_why, len(hint.missing),
        "、".join(line.labels), line.referral or "未转介", hint.article, hint.found_on,
    ]  # fmt: skip


def history(child: int) -> dict[str, list[Hint]]:
    """Every hint a child ever had, by category, the newest first."""
    found: dict[str, list[Hint]] = defaultdict(list)
    for hint in Hint.objects.filter(child=child).order_by("category", "-found_on", "-pk"):
        found[hint.get_category_display()].append(hint)
    return dict(found)
