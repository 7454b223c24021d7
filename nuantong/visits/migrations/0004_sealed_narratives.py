"""What may hold a child's story can no longer be read in the database."""

from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_sealed_narratives"),
        ("regions", "0002_places"),
        ("visits", "0003_plan_tally"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="visitrequest",
            name="visitrequest_says_who_and_why",
        ),
        SealField(
            model_name="visitrequest",
            name="reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="走访事由"),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("label", ""), _negated=True),
                    ("reason__isnull", False),
                    models.Q(("subject_key", ""), _negated=True),
                ),
                name="visitrequest_says_who_and_why",
            ),
        ),
    ]
