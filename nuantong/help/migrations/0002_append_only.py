from django.db import migrations

from nuantong.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("help", "0001_initial")]
    operations = [append_only("help_complaint"), append_only("help_complaintstep")]
