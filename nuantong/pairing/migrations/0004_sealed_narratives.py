"""What may hold a child's story can no longer be read in the database."""

from django.conf import settings
from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [
        ("pairing", "0003_rejections"),
        ("people", "0008_sealed_narratives"),
        ("regions", "0002_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="proposal",
            name="proposal_refused_with_a_reason",
        ),
        migrations.RemoveConstraint(
            model_name="rejection",
            name="rejection_lifted_with_a_reason",
        ),
        SealField(
            model_name="pairing",
            name="ended_note",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="说明"),
        ),
        SealField(
            model_name="proposal",
            name="reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="原因"),
        ),
        SealField(
            model_name="rejection",
            name="lifted_reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="撤销原因"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "accepted"]),
                    ("reason__isnull", False),
                    _connector="OR",
                ),
                name="proposal_refused_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rejection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_reason", None)),
                    models.Q(("lifted_at__isnull", False), ("lifted_reason__isnull", False)),
                    _connector="OR",
                ),
                name="rejection_lifted_with_a_reason",
            ),
        ),
    ]
