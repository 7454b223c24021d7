from django.db import migrations
from django.db.migrations.operations import RunSQL

from nuantong.core.triggers import append_only

BEFORE_THE_SIGNATURE = """
CREATE FUNCTION outcomes_form_before_the_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_expert bigint;
  of_file bigint;
BEGIN
  SELECT panel_id INTO of_expert FROM outcomes_panelexpert WHERE id = NEW.expert_id;
  SELECT panel_id INTO of_file FROM outcomes_panelfile WHERE id = NEW.file_id;
  PERFORM 1 FROM outcomes_panel WHERE id = of_file FOR UPDATE;
  IF of_expert IS DISTINCT FROM of_file THEN
    RAISE EXCEPTION 'an expert judges files of her own panel'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM outcomes_panelresult WHERE panel_id = of_file) THEN
    RAISE EXCEPTION 'the result is signed: no form after it'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER outcomes_form_before_the_signature BEFORE INSERT ON outcomes_panelform
  FOR EACH ROW EXECUTE FUNCTION outcomes_form_before_the_signature();
"""
AWAY = """
DROP TRIGGER outcomes_form_before_the_signature ON outcomes_panelform;
DROP FUNCTION outcomes_form_before_the_signature();
"""


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_panels")]
    operations = [
        *(
            append_only(f"outcomes_{table}")
            for table in ("panel", "panelexpert", "panelfile", "panelform", "panelresult")
        ),
        RunSQL(BEFORE_THE_SIGNATURE, AWAY),
    ]
