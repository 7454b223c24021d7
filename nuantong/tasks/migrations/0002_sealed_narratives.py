"""What may hold a child's story can no longer be read in the database."""

from django.conf import settings
from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_sealed_narratives"),
        ("regions", "0002_places"),
        ("tasks", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="task",
            name="task_withdrawn_with_reason",
        ),
        SealField(
            model_name="task",
            name="withdrawn_reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="撤销原因"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_on", None), ("withdrawn_reason", None)),
                    models.Q(("withdrawn_on__isnull", False), ("withdrawn_reason__isnull", False)),
                    _connector="OR",
                ),
                name="task_withdrawn_with_reason",
            ),
        ),
    ]
