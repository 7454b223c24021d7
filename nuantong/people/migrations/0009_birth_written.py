"""The birth date a list writes beside the ID number, a second witness for linkage."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_sealed_narratives"),
    ]

    operations = [
        migrations.AddField(
            model_name="child",
            name="birth_written",
            field=models.DateField(
                editable=False,
                help_text="not read off the ID number",
                null=True,
                verbose_name="名册另写的出生日期",
            ),
        ),
    ]
