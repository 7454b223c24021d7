"""A file on its way: received, its sheets and columns settled, started, stopped, gone on with."""

from typing import Any, BinaryIO

from django.db import connection, transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.longwork import LongWork
from nuantong.rosters.headers import title_of
from nuantong.rosters.reading import UnreadableFile
from nuantong.sweeps.files import Table, tables_of
from nuantong.sweeps.keeping import digest_of, keep
from nuantong.sweeps.models import Load, LoadRow, Source

NO_HEADER = (
    "没有找到表头：表格里应有一行列名，至少包含“姓名”和另一列（如身份证号、出生日期）。"
    "请检查是否选错了工作表或文件"
)
YEARS = "几张工作表的年份不同（{}）。请只勾选这一期的工作表，再开始。"
BUSY = {"load_one_at_a_time": "这份名册还有一期没有处理完，请先完成或作废，再上传新的一期。"}
LOCK = "SELECT pg_try_advisory_lock(hashtext('sweeps_load'), %s)"
FREE = "SELECT pg_advisory_unlock(hashtext('sweeps_load'), %s)"
HOLDER = """FROM pg_locks WHERE locktype = 'advisory'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND classid = (hashtext('sweeps_load')::bigint & 4294967295)::oid AND objid = %s::oid"""
HELD = f"SELECT EXISTS (SELECT 1 {HOLDER})"
CANCEL = f"SELECT pg_cancel_backend(pid) {HOLDER}"


@transaction.atomic
def add_source(*, values: dict[str, Any], region: int, by: Reader) -> Source:
    if not by.covers(Permission.LOAD_SWEEPS, region):
        raise Refusal("您不能为这个地方建立名册。")
    with refusing({"source_name_once": "这个地方已经有同名的名册，请直接上传新的一期。"}):
        source = Source.objects.create(region_id=region, created_by=by.actor_name, **values)
    record(action="建立排查名册", by=by, object_type="sweep_source", object_id=source.pk,
           changes={"name": source.name})  # fmt: skip
    return source


@transaction.atomic
def receive(*, source: Source, file: BinaryIO, file_name: str, by: Reader) -> Load:
    """Keeps a file that can be read, with its sheets and columns as they were recognised."""
    found = _source(source, by)
    digest = digest_of(file)
    _refuse_twice(found, digest)
    tables = tables_of(file)
    headed = [table for table in tables if _names_people(table)]
    if not headed:
        raise UnreadableFile(NO_HEADER)
    newest = found.loads.aggregate(last=Max("version"))["last"] or 0
    with refusing(BUSY):
        load = Load.objects.create(
            source=found, version=newest + 1, file_name=file_name[-200:], digest=digest,
            sheets=[_about(table) for table in tables], chosen=_chosen(headed),
            mapping=_mapping(headed, found.mapping), notes=_notes(tables, headed, digest, found),
            by=by.user, by_name=by.actor_name, at=clock.now(),
        )  # fmt: skip
    keep(load, file)
    _log("上传排查名册", load, by)
    return load


def _source(source: Source, by: Reader) -> Source:
    found = Source.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=source.pk)
    if not by.can(Permission.LOAD_SWEEPS) or not found:
        raise Refusal("您不能上传这份名册。")
    return found[0]


def _refuse_twice(source: Source, digest: str) -> None:
    """The same bytes, under whatever name, are the same load."""
    loads = Load.objects.filter(source=source, digest=digest)
    before = loads.exclude(stage=Load.Stage.DISCARDED).first()
    if before:
        raise Refusal(
            f"这个文件与第{before.version}期“{before.file_name}”的内容完全相同"
            f"（{before.at.astimezone(clock.SHANGHAI):%Y年%m月%d日}上传），没有重复读取。"
        )


def _names_people(table: Table) -> bool:
    header = table.header
    return header is not None and "name" in header.index_of


def _about(table: Table) -> dict[str, Any]:
    header = table.header
    return {
        "name": table.name, "rows": table.rows, "years": table.years,
        "title": title_of(table.head, header)[:120] if header else "",
        "header_row": header.leaf + 1 if header else 0,
    }  # fmt: skip


def _chosen(headed: list[Table]) -> list[str]:
    """All sheets that name people, unless they speak of different years: then a person chooses."""
    years = {tuple(table.years) for table in headed if table.years}
    return [] if len(years) > 1 else [table.name for table in headed]


def _mapping(headed: list[Table], learnt: dict[str, str]) -> dict[str, str]:
    """Heading → field over all sheets; what somebody confirmed before comes first."""
    found: dict[str, str] = {}
    for table in headed:
        header = table.header
        for column in header.columns if header else []:
            found.setdefault(column.heading, learnt.get(column.heading, column.field))
    return found


def _notes(tables: list[Table], headed: list[Table], digest: str, source: Source) -> list[str]:
    notes: list[str] = []
    if not _chosen(headed):
        notes.append(YEARS.format("、".join(f"{t.name}：{'/'.join(t.years)}" for t in headed)))
    skipped = [table.name for table in tables if table not in headed]
    if skipped:
        notes.append(f"没有找到表头、不会读取的工作表：{'、'.join(skipped)}")
    elsewhere = Load.objects.filter(digest=digest).exclude(source=source).first()
    if elsewhere:
        notes.append(f"同一个文件也作为“{elsewhere.source.name}”上传过，请确认没有放错名册。")
    return notes


@transaction.atomic
def settle_columns(
    *, load: Load, mapping: dict[str, str], chosen: list[str], revision: int, by: Reader
) -> Load:
    """A person's choice of sheets and columns; the source learns the columns by heading."""
    found = _locked(load, by)
    if found.stage != Load.Stage.RECEIVED or found.revision != revision:
        raise Refusal("您打开页面以后，这一期已被改过或已经开始，请核对后再保存。")
    taken = [field for field in mapping.values() if field and field != "serial"]
    if len(taken) != len(set(taken)):
        raise Refusal("有两列对应了同一项内容，请改正其中一列。")
    if "name" not in taken:
        raise Refusal("请指出哪一列是姓名。")
    known = [sheet["name"] for sheet in found.sheets if sheet["header_row"]]
    found.chosen = [name for name in known if name in chosen]
    if not found.chosen:
        raise Refusal("请至少勾选一张工作表。")
    found.mapping, found.revision = mapping, revision + 1
    found.save(update_fields=["mapping", "chosen", "revision"])
    Source.objects.filter(pk=found.source_id).update(mapping={**found.source.mapping, **mapping})
    return found


@transaction.atomic
def start(*, load: Load, by: Reader) -> Load:
    """Begins, or goes on after the last stored chunk. The job is of the same transaction."""
    found = _locked(load, by)
    if found.stage in (Load.Stage.DONE, Load.Stage.DISCARDED):
        raise Refusal(f"这一期{found.get_stage_display()}，不能再处理。")
    if not found.chosen:
        raise Refusal(YEARS.format("见下面的工作表"))
    if is_running(found):
        raise Refusal("这一期正在处理，请等它完成。")
    if found.stage == Load.Stage.RECEIVED:
        found.stage = Load.Stage.READING
    found.work_state, found.stop_asked, found.message = LongWork.State.QUEUED, False, ""
    found.save(update_fields=["stage", "work_state", "stop_asked", "message"])
    app.configure_task("sweeps.run").defer(load_id=found.pk)
    _log("处理排查名册", found, by, stage=found.stage)
    return found


@transaction.atomic
def stop(*, load: Load, by: Reader) -> Load:
    """Asks the job to stop after the chunk in hand; what is stored stays stored."""
    found = _locked(load, by)
    Load.objects.filter(pk=found.pk).update(stop_asked=True)
    if not is_running(found):
        Load.objects.filter(pk=found.pk).update(work_state=LongWork.State.DRAFT)
    elif found.stage == Load.Stage.COMPARING:
        transaction.on_commit(lambda: _cancel(found))
    _log("停止处理排查名册", found, by, stage=found.stage)
    return found


@transaction.atomic
def discard(*, load: Load, by: Reader) -> Load:
    """A load that has not touched the records yet is thrown away with its rows."""
    found = _locked(load, by)
    if not found.may_discard or is_running(found):
        raise Refusal("这一期已经并入名册，不能作废；可以上传改正后的文件作为新的一期。")
    rows = LoadRow.objects.filter(load=found)
    rows._raw_delete(rows.db)
    found.stage, found.work_state, found.rows = Load.Stage.DISCARDED, LongWork.State.DRAFT, 0
    found.save(update_fields=["stage", "work_state", "rows"])
    _log("作废排查名册", found, by)
    return found


def is_running(load: Load) -> bool:
    """Whether a worker holds the load: one that was killed holds nothing."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [load.pk])
        return bool(cursor.fetchone()[0])


def _cancel(load: Load) -> None:
    """Ends the statement in hand: over millions of rows one may take minutes."""
    with connection.cursor() as cursor:
        cursor.execute(CANCEL, [load.pk])


def _locked(load: Load, by: Reader) -> Load:
    found = Load.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=load.pk).first()
    if not by.can(Permission.LOAD_SWEEPS) or found is None:
        raise Refusal("这份名册不由您办理。")
    return found


def _log(action: str, load: Load, by: Reader, **changes: Any) -> None:
    record(
        action=action, by=by, object_type="sweep_load", object_id=load.pk,
        changes={"source": load.source.name, "file": load.file_name, **changes},
    )  # fmt: skip
