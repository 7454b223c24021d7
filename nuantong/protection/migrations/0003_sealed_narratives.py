"""What may hold a child's story can no longer be read in the database."""

from django.conf import settings
from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dangerreportaddition",
            name="dangerreportaddition_says_something",
        ),
        SealField(
            model_name="dangerreport",
            name="receipt",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="回执号"),
        ),
        SealField(
            model_name="dangerreportaddition",
            name="receipt",
            field=EncryptedTextField(blank=True, editable=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="dangerreportaddition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("called_at__isnull", False), ("kind", "called")),
                    models.Q(("kind", "receipt"), ("receipt__isnull", False)),
                    models.Q(("kind", "note"), ("text__isnull", False)),
                    _connector="OR",
                ),
                name="dangerreportaddition_says_something",
            ),
        ),
    ]
