"""`manage.py check_register`: records whose place is out of use, and where the book disagrees."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Exists, F, OuterRef, Q

from nuantong.access.reader import system_reader
from nuantong.people.models import Carer, Child, Household, Registration


class Command(BaseCommand):
    help = "列出现居住地代码已停用且没有继任的记录，以及台账与在册记录不一致的儿童。"

    def handle(self, *args: Any, **options: Any) -> None:
        tree = system_reader().tree
        lost = [p.id for p in tree.places.values() if p.former and not p.successor]
        for model, word in ((Child, "儿童"), (Household, "家庭"), (Carer, "爱心妈妈")):
            unknown = ~Q(place__id__any_of=list(tree.places)) & Q(place__isnull=False)
            for row in model.objects.filter(unknown | Q(place__id__any_of=lost)).order_by("pk"):
                self.stdout.write(
                    f"{word} {row.pk}：地方代码 {row.place and row.place.code} 已停用，没有继任。"
                )
        for child in apart():
            self.stdout.write(f"儿童 {child.number}：台账与在册记录不一致。")
        self.stdout.write("核对完毕。")


def apart() -> Any:
    """Children whose row says otherwise than the spans of their registration."""
    rows = Registration.objects.known().filter(child=OuterRef("pk"), until=None)
    place = Q(place=OuterRef("place")) | Q(place=None, child__place=None)
    same = rows.filter(place, setting=OuterRef("setting"))
    here = Q(status=Child.Status.ON_REGISTER)
    wrong = (here & ~Q(Exists(same))) | (~here & Q(Exists(rows)))
    return Child.objects.filter(wrong).order_by(F("pk"))
