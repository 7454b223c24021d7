"""Work that takes longer than a page may: it shows progress and can be come back to."""

from django.db import models

from nuantong.core import clock


class LongWork(models.Model):
    """A job's state, kept with its result so that one can leave and come back."""

    class State(models.TextChoices):
        DRAFT = "draft", "待确认"
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    work_state = models.CharField("进度", max_length=8, choices=State, default=State.DRAFT)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=400, blank=True, default="")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def is_active(self) -> bool:
        return self.work_state in (self.State.QUEUED, self.State.RUNNING)

    def begin(self, total: int) -> None:
        self._set(work_state=self.State.RUNNING, done=0, total=total, started_at=clock.now())

    def advance(self, done: int, message: str = "") -> None:
        self._set(done=done, message=message)

    def finish(self, message: str = "") -> None:
        self._set(
            work_state=self.State.DONE,
            done=self.total,
            message=message,
            finished_at=clock.now(),
        )

    def fail(self, message: str) -> None:
        self._set(work_state=self.State.FAILED, message=message[:400], finished_at=clock.now())

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        type(self)._base_manager.filter(pk=self.pk).update(**values)
