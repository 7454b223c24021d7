"""What may hold a child's story can no longer be read in the database."""

from django.db import migrations

from nuantong.core.fields import EncryptedListField, EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [
        ("eligibility", "0001_initial"),
    ]

    operations = [
        SealField(
            model_name="assessment",
            name="problem",
            field=EncryptedTextField(
                blank=True, editable=True, null=True, verbose_name="不能判断的原因"
            ),
        ),
        SealField(
            model_name="hint",
            name="used",
            field=EncryptedListField(
                blank=True, default=list, editable=True, null=True, verbose_name="依据的情况"
            ),
        ),
    ]
