"""Sums kept with every change: of records, and of what the closing sheet says of the register and of
links."""

from django.db import migrations

TALLY = """
CREATE FUNCTION sweeps_tally_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_tally (source_id, region_id, standing, reason, handed, gone, count)
  SELECT source_id, region_id, standing, reason, handed_to <> '', gone_at IS NOT NULL, count(*)
    FROM written GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_tally_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_tally (source_id, region_id, standing, reason, handed, gone, count)
  SELECT source_id, region_id, standing, reason, handed, gone, sum(n) FROM (
    SELECT source_id, region_id, standing, reason, handed_to <> '' AS handed,
           gone_at IS NOT NULL AS gone, 1 AS n FROM written
    UNION ALL
    SELECT source_id, region_id, standing, reason, handed_to <> '', gone_at IS NOT NULL, -1
      FROM former) AS changes
   GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_tally_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_tally (source_id, region_id, standing, reason, handed, gone, count)
  SELECT source_id, region_id, standing, reason, handed_to <> '', gone_at IS NOT NULL, -count(*)
    FROM former GROUP BY 1, 2, 3, 4, 5, 6;
  RETURN NULL;
END $$;
CREATE TRIGGER sweeps_record_tally_added AFTER INSERT ON sweeps_record
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION sweeps_tally_added();
CREATE TRIGGER sweeps_record_tally_changed AFTER UPDATE ON sweeps_record
  REFERENCING NEW TABLE AS written OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION sweeps_tally_changed();
CREATE TRIGGER sweeps_record_tally_removed AFTER DELETE ON sweeps_record
  REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION sweeps_tally_removed();
"""
FUNCTIONS = """
CREATE FUNCTION sweeps_mark(record bigint, child bigint) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT (((record % 2147483648) * 2654435761) # ((child % 2147483648) * 2246822519))::numeric $$;
CREATE FUNCTION sweeps_relisted(now bigint[], gone bigint[], come bigint[])
  RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(one ORDER BY one), '{}')
    FROM (SELECT unnest(now || come) AS one EXCEPT ALL SELECT unnest(gone)) AS kept
$$;
"""
CHILDREN = """
CREATE FUNCTION sweeps_children_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_listed (child_id, place_id, counted, sources)
  SELECT id, place_id, status = 'on_register', '{}' FROM written;
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_children_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE sweeps_listed AS l SET place_id = w.place_id, counted = w.status = 'on_register'
    FROM written w JOIN former f USING (id)
   WHERE l.child_id = w.id
     AND (w.place_id, w.status = 'on_register') IS DISTINCT FROM (f.place_id, f.status = 'on_register');
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_children_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM sweeps_listed WHERE child_id IN (SELECT id FROM former);
  RETURN NULL;
END $$;
CREATE TRIGGER sweeps_children_come AFTER INSERT ON people_child
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION sweeps_children_come();
CREATE TRIGGER sweeps_children_changed AFTER UPDATE ON people_child
  REFERENCING NEW TABLE AS written OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION sweeps_children_changed();
CREATE TRIGGER sweeps_children_gone AFTER DELETE ON people_child
  REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION sweeps_children_gone();
"""
RECORDS = """
CREATE FUNCTION sweeps_record_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE sweeps_listed SET sources = sweeps_relisted(sources, '{}', ARRAY[NEW.source_id])
     WHERE child_id = NEW.child_id;
    INSERT INTO sweeps_balance (count, mark) VALUES (1, sweeps_mark(NEW.id, NEW.child_id));
  ELSE
    UPDATE sweeps_listed SET sources = sweeps_relisted(sources, ARRAY[OLD.source_id], '{}')
     WHERE child_id = OLD.child_id;
    INSERT INTO sweeps_balance (count, mark) VALUES (-1, -sweeps_mark(OLD.id, OLD.child_id));
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_records_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM sweeps_listed
    WHERE child_id IN (SELECT w.child_id FROM written w JOIN former f USING (id)
                        WHERE w.child_id IS DISTINCT FROM f.child_id UNION
                       SELECT f.child_id FROM written w JOIN former f USING (id)
                        WHERE w.child_id IS DISTINCT FROM f.child_id)
    ORDER BY child_id FOR UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH changes AS (
    SELECT id, child_id, source_id, sum(n)::int AS n FROM (
      SELECT id, child_id, source_id, 1 AS n FROM written WHERE child_id IS NOT NULL UNION ALL
      SELECT id, child_id, source_id, -1 FROM former WHERE child_id IS NOT NULL) AS both_of_them
     GROUP BY 1, 2, 3 HAVING sum(n) <> 0),
  noted AS (
    INSERT INTO sweeps_balance (count, mark)
    SELECT sum(n), sum(n * sweeps_mark(id, child_id)) FROM changes)
  UPDATE sweeps_listed AS l
     SET sources = CASE WHEN l.sources || c.gone = '{}' AND cardinality(c.come) = 1 THEN c.come
                        ELSE sweeps_relisted(l.sources, c.gone, c.come) END
    FROM (SELECT child_id,
                 coalesce(array_agg(source_id) FILTER (WHERE n < 0), '{}') AS gone,
                 coalesce(array_agg(source_id) FILTER (WHERE n > 0), '{}') AS come
            FROM changes GROUP BY 1) AS c
   WHERE l.child_id = c.child_id;
  RETURN NULL;
END $$;
CREATE TRIGGER sweeps_record_listed_come AFTER INSERT ON sweeps_record
  FOR EACH ROW WHEN (NEW.child_id IS NOT NULL) EXECUTE FUNCTION sweeps_record_listed();
CREATE TRIGGER sweeps_record_listed_gone AFTER DELETE ON sweeps_record
  FOR EACH ROW WHEN (OLD.child_id IS NOT NULL) EXECUTE FUNCTION sweeps_record_listed();
CREATE TRIGGER sweeps_record_listed_changed AFTER UPDATE ON sweeps_record
  REFERENCING NEW TABLE AS written OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION sweeps_records_listed();
"""
LISTED = """
CREATE FUNCTION sweeps_listed_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_childtally (place_id, sources, count)
  SELECT place_id, sources, count(*) FROM written WHERE counted GROUP BY 1, 2;
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_listed_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_childtally (place_id, sources, count)
  SELECT place_id, sources, sum(n) FROM (
    SELECT place_id, sources, 1 AS n FROM written WHERE counted UNION ALL
    SELECT place_id, sources, -1 FROM former WHERE counted) AS changes
   GROUP BY 1, 2 HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_listed_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_childtally (place_id, sources, count)
  SELECT place_id, sources, -count(*) FROM former WHERE counted GROUP BY 1, 2;
  RETURN NULL;
END $$;
CREATE TRIGGER sweeps_listed_come AFTER INSERT ON sweeps_listed
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION sweeps_listed_come();
CREATE TRIGGER sweeps_listed_changed AFTER UPDATE ON sweeps_listed
  REFERENCING NEW TABLE AS written OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION sweeps_listed_changed();
CREATE TRIGGER sweeps_listed_gone AFTER DELETE ON sweeps_listed
  REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION sweeps_listed_gone();
"""
LINKS = """
CREATE FUNCTION sweeps_links_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_balance (count, mark)
  SELECT -count(*), -sum(sweeps_mark(record_id, child_id)) FROM written
   WHERE undone_at IS NULL HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_links_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_balance (count, mark)
  SELECT sum(n), sum(n * sweeps_mark(record_id, child_id)) FROM (
    SELECT record_id, child_id, -1 AS n FROM written WHERE undone_at IS NULL UNION ALL
    SELECT record_id, child_id, 1 FROM former WHERE undone_at IS NULL) AS changes
  HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE FUNCTION sweeps_links_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sweeps_balance (count, mark)
  SELECT count(*), sum(sweeps_mark(record_id, child_id)) FROM former
   WHERE undone_at IS NULL HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER sweeps_links_come AFTER INSERT ON sweeps_link
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION sweeps_links_come();
CREATE TRIGGER sweeps_links_changed AFTER UPDATE ON sweeps_link
  REFERENCING NEW TABLE AS written OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION sweeps_links_changed();
CREATE TRIGGER sweeps_links_gone AFTER DELETE ON sweeps_link
  REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION sweeps_links_gone();
"""
BACK = """
DROP TRIGGER sweeps_record_tally_added ON sweeps_record;
DROP TRIGGER sweeps_record_tally_changed ON sweeps_record;
DROP TRIGGER sweeps_record_tally_removed ON sweeps_record;
DROP FUNCTION sweeps_tally_added, sweeps_tally_changed, sweeps_tally_removed;
DROP TRIGGER sweeps_children_come ON people_child;
DROP TRIGGER sweeps_children_changed ON people_child;
DROP TRIGGER sweeps_children_gone ON people_child;
DROP TRIGGER sweeps_record_listed_come ON sweeps_record;
DROP TRIGGER sweeps_record_listed_gone ON sweeps_record;
DROP TRIGGER sweeps_record_listed_changed ON sweeps_record;
DROP TRIGGER sweeps_listed_come ON sweeps_listed;
DROP TRIGGER sweeps_listed_changed ON sweeps_listed;
DROP TRIGGER sweeps_listed_gone ON sweeps_listed;
DROP TRIGGER sweeps_links_come ON sweeps_link;
DROP TRIGGER sweeps_links_changed ON sweeps_link;
DROP TRIGGER sweeps_links_gone ON sweeps_link;
DROP FUNCTION sweeps_children_come, sweeps_children_changed, sweeps_children_gone,
  sweeps_record_listed, sweeps_records_listed, sweeps_listed_come, sweeps_listed_changed,
  sweeps_listed_gone, sweeps_links_come, sweeps_links_changed, sweeps_links_gone,
  sweeps_relisted, sweeps_mark;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("sweeps", "0002_walls")]
    operations = [migrations.RunSQL(TALLY + FUNCTIONS + CHILDREN + RECORDS + LISTED + LINKS, BACK)]
