"""What was done and written stays; a goal is reached and a referral answered once."""

from django.db import migrations

from nuantong.core.triggers import append_and_end, append_only


class Migration(migrations.Migration):
    dependencies = [("counselling", "0001_initial")]
    operations = [
        append_only("counselling_session"),
        append_only("counselling_note"),
        append_only("counselling_crisisplan"),
        append_only("counselling_supervision"),
        append_and_end("counselling_goal", "reached_on"),
        append_and_end("counselling_hospitalreferral", "answered_on", "answer"),
    ]
