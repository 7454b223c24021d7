"""Why a check was no check may be a story of her family: it is read in the program only."""

from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [("helpers", "0002_walls")]

    operations = [
        migrations.RemoveConstraint(
            model_name="helpercheck", name="helpers_helpercheck_voided_with_reason"
        ),
        SealField(
            model_name="helpercheck",
            name="voided_reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="作废原因"),
        ),
        migrations.AddConstraint(
            model_name="helpercheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("voided_at", None), ("voided_by_name", ""), ("voided_reason", None)),
                    models.Q(
                        ("voided_at__isnull", False),
                        models.Q(("voided_by_name", ""), _negated=True),
                        models.Q(
                            ("voided_reason__isnull", False),
                            ("voided_by_name", "名册所载"),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="helpers_helpercheck_voided_with_reason",
            ),
        ),
    ]
