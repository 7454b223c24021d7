"""What carers are told when a round is published or taken back: no names outside the product."""

from collections import Counter
from collections.abc import Collection
from typing import Final

from nuantong.access.reader import Reader
from nuantong.notices.actions import Note, notify_all
from nuantong.pairing.models import Publication

PAIRED: Final = "pairing.published"
UNDONE: Final = "pairing.undone"


def tell_paired(publication: Publication, pairs: Collection[tuple[int, int]], by: Reader) -> None:
    """One notice to each carer, however many households (carer, children) she has got."""
    children: Counter[int] = Counter()
    for carer, count in pairs:
        children[carer] += count
    notify_all(
        by=by,
        notes=[
            Note(
                kind=PAIRED, key=f"published:{publication.pk}", carer=carer, url_name="care:my_children",
                subject=f"您有 {count} 名新结对的孩子，请先去认识一下",
                text="打开“我的孩子”可以看到孩子的情况和监护人电话。见面后请记一次关爱。",
            )
            for carer, count in children.items()
        ],
    )  # fmt: skip


def tell_undone(pairs: Collection[tuple[int, int]], by: Reader) -> None:
    """To each carer whose pairs (carer, proposal) were taken back."""
    keys: dict[int, int] = dict(pairs)
    notify_all(
        by=by,
        notes=[
            Note(
                kind=UNDONE, key=f"undone:{proposal}", carer=carer, url_name="care:my_children",
                subject="刚发布的结对已撤回，请以新的通知为准",
                text="妇联撤回了刚发布的结对，您不用联系这些孩子。有疑问请联系乡镇（街道）妇联。",
            )
            for carer, proposal in keys.items()
        ],
    )  # fmt: skip


def tell_restored(households: Collection[tuple[int, int]], by: Reader) -> None:
    """To the former carer (carer, proposal) of a household whose move was taken back."""
    notify_all(
        by=by,
        notes=[
            Note(
                kind=UNDONE, key=f"restored:{proposal}", carer=carer, url_name="care:my_children",
                subject="更换爱心妈妈的安排已撤回，孩子仍由您关爱",
                text="请照常联系孩子。有疑问请联系乡镇（街道）妇联。",
            )
            for carer, proposal in households
        ],
    )  # fmt: skip
