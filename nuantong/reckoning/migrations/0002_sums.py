"""The sums of accounts are kept by the database, beginning with what is there."""

from django.db import migrations

KEEP = """
CREATE FUNCTION reckoning_take_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO reckoning_flow AS f (store_id, thing_id, kind, pieces)
  SELECT store_id, thing_id, kind, sum(on_hand) FROM fresh WHERE on_hand <> 0
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (thing_id, store_id, kind) DO UPDATE SET pieces = f.pieces + excluded.pieces;
  RETURN NULL;
END $$;
CREATE TRIGGER reckoning_take_events AFTER INSERT ON goods_stockevent
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION reckoning_take_events();

CREATE FUNCTION reckoning_take_slips() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO reckoning_tally AS t (batch_id, place_id, state, slips)
    SELECT batch_id, place_id, state, count(*) FROM fresh GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (batch_id, place_id, state) DO UPDATE SET slips = t.slips + excluded.slips;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO reckoning_tally AS t (batch_id, place_id, state, slips)
    SELECT batch_id, place_id, state, -count(*) FROM former GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (batch_id, place_id, state) DO UPDATE SET slips = t.slips + excluded.slips;
  ELSE
    INSERT INTO reckoning_tally AS t (batch_id, place_id, state, slips)
    SELECT batch_id, place_id, state, sum(n) FROM (
      SELECT batch_id, place_id, state, 1 AS n FROM fresh
      UNION ALL SELECT batch_id, place_id, state, -1 FROM former
    ) AS changes
    GROUP BY 1, 2, 3 HAVING sum(n) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (batch_id, place_id, state) DO UPDATE SET slips = t.slips + excluded.slips;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reckoning_slips_made AFTER INSERT ON handouts_slip
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION reckoning_take_slips();
CREATE TRIGGER reckoning_slips_changed AFTER UPDATE ON handouts_slip
  REFERENCING OLD TABLE AS former NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION reckoning_take_slips();
CREATE TRIGGER reckoning_slips_gone AFTER DELETE ON handouts_slip
  REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION reckoning_take_slips();

INSERT INTO reckoning_flow (store_id, thing_id, kind, pieces)
SELECT store_id, thing_id, kind, sum(on_hand) FROM goods_stockevent WHERE on_hand <> 0 GROUP BY 1, 2, 3;
INSERT INTO reckoning_tally (batch_id, place_id, state, slips)
SELECT batch_id, place_id, state, count(*) FROM handouts_slip GROUP BY 1, 2, 3;
"""
UNDO = """
DROP TRIGGER reckoning_slips_gone ON handouts_slip;
DROP TRIGGER reckoning_slips_changed ON handouts_slip;
DROP TRIGGER reckoning_slips_made ON handouts_slip;
DROP FUNCTION reckoning_take_slips;
DROP TRIGGER reckoning_take_events ON goods_stockevent;
DROP FUNCTION reckoning_take_events;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reckoning", "0001_initial"), ("goods", "0004_walls"), ("handouts", "0002_walls"),
    ]  # fmt: skip
    operations = [migrations.RunSQL(KEEP, UNDO)]
