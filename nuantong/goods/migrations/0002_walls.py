"""The ledger's second wall: sums kept by the database, from events that are never altered."""

from django.db import migrations

from nuantong.core.triggers import append_only

KEEP = """
CREATE FUNCTION goods_keep_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM goods_store WHERE id IN (SELECT store_id FROM added) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM added a JOIN goods_itemsize s ON s.id = a.thing_id
             JOIN goods_item i ON i.id = s.item_id
             WHERE i.expires <> (a.expires_on IS NOT NULL)) THEN
    RAISE EXCEPTION 'what expires says when, and nothing else does'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'stockevent_says_when_it_expires';
  END IF;
  IF EXISTS (SELECT FROM added a JOIN goods_stockevent o ON o.id = a.back_of_id
             WHERE o.kind <> 'handed' OR o.thing_id <> a.thing_id OR a.on_hand <> -o.on_hand
                OR o.expires_on IS DISTINCT FROM a.expires_on) THEN
    RAISE EXCEPTION 'what comes back is what was handed out'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'stockevent_back_is_what_was_handed';
  END IF;
  INSERT INTO goods_stock (store_id, thing_id, expires_on, on_hand, reserved)
    SELECT DISTINCT store_id, thing_id, expires_on, 0, 0 FROM added ON CONFLICT DO NOTHING;
  UPDATE goods_stock s SET on_hand = s.on_hand + a.on_hand, reserved = s.reserved + a.reserved
    FROM (SELECT store_id, thing_id, expires_on, sum(on_hand) on_hand, sum(reserved) reserved
          FROM added GROUP BY 1, 2, 3) a
    WHERE s.store_id = a.store_id AND s.thing_id = a.thing_id
      AND s.expires_on IS NOT DISTINCT FROM a.expires_on;
  INSERT INTO goods_hold (store_id, thing_id, expires_on, holder, count)
    SELECT DISTINCT store_id, thing_id, expires_on, holder, 0 FROM added
    WHERE holder IS NOT NULL ON CONFLICT DO NOTHING;
  UPDATE goods_hold h SET count = h.count + a.reserved
    FROM (SELECT store_id, thing_id, expires_on, holder, sum(reserved) reserved
          FROM added WHERE holder IS NOT NULL GROUP BY 1, 2, 3, 4) a
    WHERE h.store_id = a.store_id AND h.thing_id = a.thing_id AND h.holder = a.holder
      AND h.expires_on IS NOT DISTINCT FROM a.expires_on;
  RETURN NULL;
END $$;
CREATE TRIGGER goods_keep_stock AFTER INSERT ON goods_stockevent
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION goods_keep_stock();

CREATE FUNCTION goods_refuse_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is the sum of events: it is not written by hand', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER goods_stock_kept BEFORE INSERT OR UPDATE OR DELETE ON goods_stock
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION goods_refuse_by_hand();
CREATE TRIGGER goods_hold_kept BEFORE INSERT OR UPDATE OR DELETE ON goods_hold
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION goods_refuse_by_hand();

CREATE FUNCTION goods_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is sized or expires is so for ever'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'item_stays_what_it_is';
END $$;
CREATE TRIGGER goods_item_stays BEFORE UPDATE ON goods_item FOR EACH ROW
  WHEN (OLD.scale <> NEW.scale OR OLD.expires <> NEW.expires) EXECUTE FUNCTION goods_item_stays();
CREATE TRIGGER goods_itemsize_stays BEFORE UPDATE ON goods_itemsize FOR EACH ROW
  WHEN (OLD.item_id <> NEW.item_id OR OLD.size <> NEW.size) EXECUTE FUNCTION goods_item_stays();
"""
UNDO = """
DROP TRIGGER goods_itemsize_stays ON goods_itemsize;
DROP TRIGGER goods_item_stays ON goods_item;
DROP FUNCTION goods_item_stays;
DROP TRIGGER goods_hold_kept ON goods_hold;
DROP TRIGGER goods_stock_kept ON goods_stock;
DROP FUNCTION goods_refuse_by_hand;
DROP TRIGGER goods_keep_stock ON goods_stockevent;
DROP FUNCTION goods_keep_stock;
"""


class Migration(migrations.Migration):
    dependencies = [("goods", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, UNDO), append_only("goods_stockevent")]
