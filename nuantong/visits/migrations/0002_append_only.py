from django.db import migrations

from nuantong.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [
        append_only("visits_visit"),
        append_only("visits_visitedchild"),
        append_only("visits_visitphoto"),
        append_only("visits_planrule"),
    ]
