"""Facts may be added and never altered; the Six Ones are there from the start."""

import datetime as dt
from typing import Any

from django.db import migrations

from nuantong.core.triggers import append_and_end, append_only
from nuantong.duties.protocols.shipped import shipped_json

FIRST_DAY = dt.date(2018, 1, 1)


def install(apps: Any, schema_editor: Any) -> None:
    content = shipped_json("six-ones")
    protocol = apps.get_model("duties", "Protocol").objects.create(
        code=content["code"], title=content["title"]
    )
    apps.get_model("duties", "ProtocolVersion").objects.create(
        protocol=protocol, valid_from=FIRST_DAY, definition=content
    )


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]
    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
        append_only("duties_contact"),
        append_only("duties_overdueaction"),
        append_only("duties_outcomecorrection"),
        append_only("duties_escalationstep"),
        append_and_end("duties_protocolversion", "withdrawn_on", "withdrawn_by_id"),
        append_and_end("duties_setaside", "resolved_at", "resolution", "words", "by_id"),
        migrations.RunSQL(
            "CREATE TRIGGER duties_escalation_kept BEFORE DELETE ON duties_escalation"
            " FOR EACH ROW EXECUTE FUNCTION nuantong_refuse_change()",
            "DROP TRIGGER duties_escalation_kept ON duties_escalation",
        ),
    ]
