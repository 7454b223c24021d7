"""What may hold a child's story can no longer be read in the database."""

from django.conf import settings
from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_carer_offers"),
        ("regions", "0002_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE people_child SET left_reason = split_part(left_reason, '：', 1)"
            " WHERE left_reason LIKE '%：%'",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(
            model_name="exit",
            name="exit_other_says_what",
        ),
        migrations.RemoveConstraint(
            model_name="exit",
            name="exit_death_has_a_cause",
        ),
        migrations.RemoveConstraint(
            model_name="exit",
            name="exit_undone_with_a_reason",
        ),
        migrations.RemoveConstraint(
            model_name="move",
            name="move_has_a_reason",
        ),
        migrations.RemoveConstraint(
            model_name="move",
            name="move_ended_with_a_reason",
        ),
        migrations.RemoveConstraint(
            model_name="reprieve",
            name="reprieve_has_a_reason",
        ),
        SealField(
            model_name="carer",
            name="remark",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="备注"),
        ),
        SealField(
            model_name="exit",
            name="cause",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="死亡原因"),
        ),
        SealField(
            model_name="exit",
            name="evidence",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="依据材料"),
        ),
        SealField(
            model_name="exit",
            name="handling",
            field=EncryptedTextField(
                blank=True, editable=True, null=True, verbose_name="死亡处理方式"
            ),
        ),
        SealField(
            model_name="exit",
            name="note",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="情况说明"),
        ),
        SealField(
            model_name="exit",
            name="undone_why",
            field=EncryptedTextField(blank=True, editable=True, null=True),
        ),
        SealField(
            model_name="label",
            name="basis",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="认定依据"),
        ),
        SealField(
            model_name="label",
            name="subtype",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="细类"),
        ),
        SealField(
            model_name="move",
            name="decision",
            field=EncryptedTextField(blank=True, editable=True, null=True),
        ),
        SealField(
            model_name="move",
            name="reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="原因"),
        ),
        SealField(
            model_name="need",
            name="met_how",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="解决情况"),
        ),
        SealField(
            model_name="parentsituation",
            name="basis",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="依据"),
        ),
        SealField(
            model_name="parentsituation",
            name="wording",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="原表述"),
        ),
        SealField(
            model_name="registration",
            name="note",
            field=EncryptedTextField(blank=True, editable=True, null=True),
        ),
        SealField(
            model_name="reprieve",
            name="why",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="原因"),
        ),
        SealField(
            model_name="residence",
            name="reason",
            field=EncryptedTextField(blank=True, editable=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="exit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "other"), _negated=True),
                    ("note__isnull", False),
                    _connector="OR",
                ),
                name="exit_other_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="exit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "died"), _negated=True),
                    ("cause__isnull", False),
                    _connector="OR",
                ),
                name="exit_death_has_a_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="exit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_on", None), ("undone_why", None)),
                    models.Q(("undone_on__isnull", False), ("undone_why__isnull", False)),
                    _connector="OR",
                ),
                name="exit_undone_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__isnull", False)), name="move_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "accepted"]),
                    ("decision__isnull", False),
                    _connector="OR",
                ),
                name="move_ended_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reprieve",
            constraint=models.CheckConstraint(
                condition=models.Q(("why__isnull", False)), name="reprieve_has_a_reason"
            ),
        ),
    ]
