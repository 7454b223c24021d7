"""Loads a roster into the sweep from the command line, as the system, and waits for the end."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuantong.access.reader import Reader, system_reader
from nuantong.core.errors import Refusal
from nuantong.sweeps import running
from nuantong.sweeps.actions import loads
from nuantong.sweeps.models import Load, Source
from nuantong.sweeps.queries.loads import summary


class Command(BaseCommand):
    help = "Sweep a roster (xlsx, xls, ods, csv): keep, compare, link; --resume goes on with one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--source", required=True, help="name of the source; made when new")
        parser.add_argument("--office", choices=Source.Office.values, default="other")
        parser.add_argument("--purpose", choices=Source.Purpose.values, default="population")
        parser.add_argument("--region", default="", help="code of its place (the city)")
        parser.add_argument("--sheets", nargs="*", help="names of the sheets to read")
        parser.add_argument("--resume", action="store_true", help="go on with an unfinished load")

    def handle(self, *args: Any, **options: Any) -> None:
        by = system_reader()
        try:
            load = self._load(options, by)
            loads.start(load=load, by=by)
        except Refusal as refusal:
            raise CommandError(f"无法导入 cannot load: {refusal}") from refusal
        running.run(load.pk)
        load.refresh_from_db()
        self.stdout.write(summary(load))
        if load.stage != Load.Stage.DONE:
            raise CommandError(load.message or "没有完成 not finished")

    def _load(self, options: dict[str, Any], by: Reader) -> Load:
        source = _source(options, by)
        if options["resume"]:
            unfinished = source.loads.exclude(stage__in=["done", "discarded"]).first()
            if unfinished is None:
                raise Refusal("没有未完成的一期。")
            return unfinished
        try:
            file = options["file"].open("rb")
        except (OSError, AttributeError) as error:
            raise CommandError(f"打不开文件 cannot open the file: {options['file']}") from error
        with file:
            load = loads.receive(source=source, file=file, file_name=options["file"].name, by=by)
        if options["sheets"]:
            loads.settle_columns(
                load=load, mapping=load.mapping, chosen=options["sheets"], revision=0, by=by
            )
        return load


def _source(options: dict[str, Any], by: Reader) -> Source:
    place = by.tree.by_code(options["region"]) if options["region"] else by.tree.root
    if place is None:
        raise Refusal(f"没有代码为{options['region']}的地方。")
    known = Source.objects.filter(name=options["source"], region=place.id).first()
    values = {"name": options["source"], "office": options["office"], "purpose": options["purpose"]}
    return known or loads.add_source(values=values, region=place.id, by=by)
