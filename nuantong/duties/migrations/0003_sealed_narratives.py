"""What may hold a child's story can no longer be read in the database."""

from django.conf import settings
from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0002_six_ones"),
        ("people", "0008_sealed_narratives"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE duties_windowoutcome SET reason = 'excused'"
            " WHERE reason NOT IN ('', 'partial', 'excused');"
            "UPDATE duties_outcomecorrection SET why = '免除职责' WHERE why LIKE '免除：%'",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(
            model_name="exemption",
            name="exemption_has_a_reason",
        ),
        SealField(
            model_name="exemption",
            name="reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="事由"),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__isnull", False)), name="exemption_has_a_reason"
            ),
        ),
    ]
