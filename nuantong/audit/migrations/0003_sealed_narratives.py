"""What may hold a child's story can no longer be read in the database."""

from django.db import migrations

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
    ]

    operations = [
        SealField(
            model_name="event",
            name="reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="事由"),
        ),
    ]
