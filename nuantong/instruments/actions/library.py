"""A definition is added: a new instrument, or another version of one; nothing is ever altered."""

from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.instruments.definition import Definition
from nuantong.instruments.models import Instrument, InstrumentVersion
from nuantong.instruments.reading import data_of

ONCE: Final = "这个版本已经有了。一个版本只写一次：改了内容，请给它一个新的版本号。"


@transaction.atomic
def add_version(*, definition: Definition, by: Reader) -> InstrumentVersion:
    """Usable from now on; sheets begun by an older version stay with it."""
    if not by.can(Permission.EDIT_INSTRUMENTS):
        raise Refusal("量表由市妇联加入。")
    instrument, _new = Instrument.objects.get_or_create(
        code=definition.code, defaults={"title": definition.title}
    )
    with refusing({"instrumentversion_once": ONCE}):
        version = InstrumentVersion.objects.create(
            instrument=instrument, version=definition.version, definition=data_of(definition),
            added_at=clock.now(), added_by=by.actor_name,
        )  # fmt: skip
    record(
        action="加入量表", by=by, object_type="instrumentversion", object_id=version.pk,
        changes={"version": definition.version, "definition": definition.code},
    )  # fmt: skip
    return version
