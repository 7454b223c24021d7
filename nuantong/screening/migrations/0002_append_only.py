"""What was seen, and what happened to a red sign, stays as it was written."""

from django.db import migrations

from nuantong.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial")]

    operations = [append_only("screening_alertstep"), append_only("screening_observation")]
