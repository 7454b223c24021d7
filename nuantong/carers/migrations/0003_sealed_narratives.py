"""Why a carer can take more or fewer may be a story of her family: it is read in the program only."""

from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [("carers", "0002_walls")]

    operations = [
        migrations.RemoveConstraint(
            model_name="capacitychange", name="capacitychange_has_a_reason"
        ),
        SealField(
            model_name="capacitychange",
            name="reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="原因"),
        ),
        migrations.AddConstraint(
            model_name="capacitychange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__isnull", False),
                    models.Q(("before", models.F("after")), _negated=True),
                ),
                name="capacitychange_has_a_reason",
            ),
        ),
    ]
