"""The job of a load: stage after stage, each of which may be stopped, killed and taken up again."""

from typing import Final

from django.db import OperationalError, connection

from nuantong.core.errors import Refusal
from nuantong.core.longwork import LongWork
from nuantong.sweeps.actions.loads import FREE, LOCK
from nuantong.sweeps.comparing import compare
from nuantong.sweeps.files import tables_of
from nuantong.sweeps.keeping import kept
from nuantong.sweeps.models import Load
from nuantong.sweeps.settling import settle
from nuantong.sweeps.storing import store

READ, COMPARED, ALL = 60, 70, 100
"""Percent of the work that is done when the rows are stored, compared, settled."""
WATCHED: Final = "SET client_connection_check_interval = '5s'"
"""The database looks whether the worker still lives: over millions of rows a statement takes
minutes, and nobody else may go on while that of a killed worker runs."""
BROKEN: Final = "处理中断。已经读取的行都已保存，可以点“继续”接着处理；再次中断时请联系系统管理员。"
STOPPED: Final = "已停止，可以继续。"


class Stopped(Exception):
    """Somebody asked the job to stop."""


def run(load_id: int) -> None:
    """Goes on with the load from wherever it stands. A second worker leaves it to the first."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [load_id])
        if not cursor.fetchone()[0]:
            return
        cursor.execute(WATCHED)
        try:
            _run(Load.objects.select_related("source").get(pk=load_id))
        finally:
            cursor.execute(FREE, [load_id])


def _run(load: Load) -> None:
    if load.work_state != LongWork.State.QUEUED:
        return
    load.begin(ALL)
    try:
        _stages(load)
    except Stopped:
        load._set(work_state=LongWork.State.DRAFT, message=STOPPED)
    except Refusal as refusal:
        load.fail(str(refusal))
    except OperationalError:
        if not Load.objects.filter(pk=load.pk, stop_asked=True).exists():
            load.fail(BROKEN)
            raise
        load._set(work_state=LongWork.State.DRAFT, message=STOPPED)
    except Exception:
        load.fail(BROKEN)
        raise
    else:
        load.finish()


def _stages(load: Load) -> None:
    if load.stage == Load.Stage.READING:
        _read(load)
    if load.stage == Load.Stage.COMPARING:
        load.advance(READ, "正在与上一期比较")
        compare(load, lambda: _stop_if_asked(load))
    if load.stage == Load.Stage.LINKING:
        load.advance(COMPARED, "正在准备比对")
        settle(load, lambda done, of, what: _tell(load, COMPARED, ALL, done, of, what))
        load._set(stage=Load.Stage.DONE)


def _read(load: Load) -> None:
    load.advance(0, "正在打开文件")
    tables = tables_of(kept(load))
    rows = sum(table.rows for table in tables if table.name in load.chosen)
    store(load, tables, lambda done: _tell(load, 0, READ, done, rows, "正在读取"))
    if not load.rows:
        raise Refusal("表头下面没有数据行，请检查是否选错了工作表。")
    load._set(stage=Load.Stage.COMPARING)


def _tell(load: Load, start: int, end: int, done: int, of: int, what: str) -> None:
    """Progress after a chunk; here the job stops when it was asked to."""
    percent = start + (end - start) * done // max(of, 1)
    share = f"：{done} / {of} 行" if start == 0 else f"，已完成 {100 * done // max(of, 1)}%"
    load.advance(min(percent, end), what + share)
    _stop_if_asked(load)


def _stop_if_asked(load: Load) -> None:
    if Load.objects.filter(pk=load.pk, stop_asked=True).exists():
        raise Stopped
