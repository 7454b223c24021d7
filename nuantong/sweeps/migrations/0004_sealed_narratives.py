"""What may hold a child's story can no longer be read in the database."""

from django.conf import settings
from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField

FORMER = """
CREATE TRIGGER sweeps_record_former AFTER UPDATE OF standing, reason, child_id, handed_to, since
  ON sweeps_record FOR EACH ROW
  WHEN (OLD.reason <> 'linking'
        AND (OLD.standing, OLD.reason, OLD.rule, OLD.note, OLD.handed_to, OLD.child_id)
            IS DISTINCT FROM
            (NEW.standing, NEW.reason, NEW.rule, NEW.note, NEW.handed_to, NEW.child_id))
  EXECUTE FUNCTION sweeps_keep_former();
"""
UNDO_FORMER = "DROP TRIGGER sweeps_record_former ON sweeps_record"
REOPEN = """
CREATE OR REPLACE FUNCTION sweeps_reopen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE sweeps_closing AS c
     SET reopened_at = n.since, reopened_by_name = n.by_name, reopened_for = n.reason
    FROM (SELECT DISTINCT ON (region_id) region_id, since, by_name, reason FROM written
           WHERE standing = 'waiting' AND handed_to = '' ORDER BY region_id, since DESC) AS n
   WHERE c.region_id = n.region_id AND c.reopened_at IS NULL;
  RETURN NULL;
END $$;
"""
IN_WORDS = """CASE %s
           WHEN 'linking' THEN '名册上有新的人员或新的情况'
           WHEN 'review' THEN '有待核对是否同一人的记录'
           WHEN 'second' THEN '有待第二人核对的记录'
           WHEN 'visit' THEN '有待入户走访的孩子'
           WHEN 'register' THEN '有待登记入册的孩子'
           ELSE '有待补充情况的记录' END"""
REOPEN_IN_WORDS = REOPEN.replace(
    "reopened_for = n.reason", f"reopened_why = {IN_WORDS % 'n.reason'}"
)
SAY_IN_WORDS = f"""
UPDATE sweeps_closing SET reopened_why = {IN_WORDS % "reopened_for"}
 WHERE reopened_at IS NOT NULL AND reopened_why = ''
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_sealed_narratives"),
        ("regions", "0002_places"),
        ("sweeps", "0003_judged_anew"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(UNDO_FORMER, FORMER),
        migrations.RunSQL(REOPEN, REOPEN_IN_WORDS),
        migrations.RemoveConstraint(
            model_name="closing",
            name="closing_reopened_with_a_reason",
        ),
        migrations.RemoveConstraint(
            model_name="link",
            name="link_undone_with_a_reason",
        ),
        migrations.AddField(
            model_name="closing",
            name="reopened_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("linking", "等待比对"),
                    ("review", "核对是否同一人"),
                    ("second", "由另一人核对"),
                    ("visit", "入户走访"),
                    ("register", "登记入册"),
                    ("facts", "补充情况"),
                ],
                db_default="",
                help_text="what began to wait there",
                max_length=10,
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, SAY_IN_WORDS),
        SealField(
            model_name="closing",
            name="reopened_why",
            field=EncryptedTextField(blank=True, editable=True, help_text="of a person", null=True),
        ),
        SealField(
            model_name="formerstanding",
            name="note",
            field=EncryptedTextField(
                blank=True, editable=True, null=True, sealed_as="sweeps.record.note"
            ),
        ),
        SealField(
            model_name="link",
            name="undone_why",
            field=EncryptedTextField(blank=True, editable=True, null=True),
        ),
        SealField(
            model_name="loadrow",
            name="hint_basis",
            field=EncryptedTextField(
                blank=True, editable=True, null=True, sealed_as="sweeps.record.hint_basis"
            ),
        ),
        SealField(
            model_name="record",
            name="hint_basis",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="依据"),
        ),
        SealField(
            model_name="record",
            name="note",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="说明"),
        ),
        migrations.RunSQL(FORMER, UNDO_FORMER),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reopened_at", None), ("reopened_for", ""), ("reopened_why", None)),
                    models.Q(
                        ("reopened_at__isnull", False),
                        models.Q(
                            models.Q(("reopened_for", ""), _negated=True),
                            ("reopened_why__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="closing_reopened_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at", None), ("undone_why", None)),
                    models.Q(("undone_at__isnull", False), ("undone_why__isnull", False)),
                    _connector="OR",
                ),
                name="link_undone_with_a_reason",
            ),
        ),
    ]
