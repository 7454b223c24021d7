"""`manage.py evaluate_eligibility`: judge every child of the register by the rules of today."""

from typing import Any

from django.core.management.base import BaseCommand

from nuantong.access.reader import system_reader
from nuantong.eligibility.actions import assess_everybody
from nuantong.eligibility.models import Assessment


class Command(BaseCommand):
    help = "按今天的规则重新判断全部在册儿童的情形线索，可重复运行，中断后再运行即可。"

    def handle(self, *args: Any, **options: Any) -> None:
        written = assess_everybody(system_reader(), self._progress)
        self.stdout.write(
            f"判断 {written.judged} 名儿童：新增线索 {written.begun} 条，结束 {written.ended} 条，"
            f"新提出待办 {written.tasks} 件，搁置 {written.aside} 名。"
        )
        for one in Assessment.objects.filter(problem__isnull=False).select_related("child")[:50]:
            self.stderr.write(f"{one.child.number}：{one.problem}")

    def _progress(self, done: int, total: int) -> None:
        if self.verbosity > 1:
            self.stdout.write(f"{done}/{total}")

    def execute(self, *args: Any, **options: Any) -> Any:
        self.verbosity: int = options.get("verbosity", 1)
        return super().execute(*args, **options)
