"""Why a check was no check may be a story of her family: it is read in the program only."""

from django.db import migrations, models

from nuantong.core.fields import EncryptedTextField
from nuantong.core.sealing import SealField

TELLS = """
CREATE OR REPLACE FUNCTION carers_first_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO carers_backgroundcheck (carer_id, "on", result, organ, document, entered_at,
    entered_by_name, voided_by_name%(reason)s)
  SELECT id, background_checked_on, 'clear', '', '', now(), '名册所载', ''%(none)s
  FROM added WHERE background_checked_on IS NOT NULL;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION carers_told_of_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told bigint[];
BEGIN
  SELECT array_agg(n.id) INTO told
  FROM added n JOIN removed o ON o.id = n.id
  WHERE n.background_checked_on IS DISTINCT FROM o.background_checked_on
    AND n.background_checked_on IS DISTINCT FROM carers_backgroundcheck_standing(n.id);
  IF told IS NULL THEN RETURN NULL; END IF;
  INSERT INTO carers_backgroundcheck (carer_id, "on", result, organ, document, entered_at,
    entered_by_name, voided_by_name%(reason)s)
  SELECT id, background_checked_on, 'clear', '', '', now(), '名册所载', ''%(none)s
  FROM added WHERE id = ANY(told) AND background_checked_on IS NOT NULL
  ON CONFLICT DO NOTHING;
  UPDATE carers_backgroundcheck c
  SET voided_at = now(), voided_by_name = '名册所载'%(why)s
  FROM added n
  WHERE n.id = ANY(told) AND c.carer_id = n.id AND c.voided_at IS NULL AND c.result = 'clear'
    AND (n.background_checked_on IS NULL OR c."on" > n.background_checked_on);
  UPDATE people_carer SET background_checked_on = carers_backgroundcheck_standing(id)
  WHERE id = ANY(told)
    AND background_checked_on IS DISTINCT FROM carers_backgroundcheck_standing(id);
  RETURN NULL;
END $$;
"""
SEALED = TELLS % {"reason": "", "none": "", "why": ""}
PLAIN = TELLS % {
    "reason": ", voided_reason", "none": ", ''", "why": ", voided_reason = '登记的查询日期已更正'",
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("carers", "0003_sealed_narratives")]

    operations = [
        migrations.RemoveConstraint(
            model_name="backgroundcheck", name="carers_backgroundcheck_voided_with_reason"
        ),
        SealField(
            model_name="backgroundcheck",
            name="voided_reason",
            field=EncryptedTextField(blank=True, editable=True, null=True, verbose_name="作废原因"),
        ),
        migrations.AddConstraint(
            model_name="backgroundcheck",
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
                name="carers_backgroundcheck_voided_with_reason",
            ),
        ),
        migrations.RunSQL(SEALED, PLAIN),
    ]
