from django.db import migrations

from nuantong.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial")]
    operations = [
        append_only("protection_dangerreport"),
        append_only("protection_dangerreportaddition"),
    ]
