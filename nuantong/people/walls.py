"""SQL for migrations: the day of the check in force is kept true by the database.

For a table of background checks (people.models.vetting) and the table of those who are checked: a
column there is always the newest standing check, NULL while an adverse one stands.
"""

STANDING = """
CREATE FUNCTION {rows}_standing(who bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN bool_or(result = 'adverse') THEN NULL ELSE max("on") END
  FROM {rows} WHERE {key} = who AND voided_at IS NULL
$$;
CREATE FUNCTION {rows}_keep_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM {owners} WHERE id IN (SELECT {key} FROM added) ORDER BY id FOR NO KEY UPDATE;
  UPDATE {owners} o SET {column} = s.day
  FROM (SELECT a.who, CASE WHEN bool_or(r.result = 'adverse') THEN NULL ELSE max(r."on") END AS day
        FROM (SELECT DISTINCT {key} AS who FROM added) a
        LEFT JOIN {rows} r ON r.{key} = a.who AND r.voided_at IS NULL
        GROUP BY a.who) s
  WHERE o.id = s.who AND o.{column} IS DISTINCT FROM s.day;
  RETURN NULL;
END $$;
CREATE TRIGGER {rows}_keep_day_added AFTER INSERT ON {rows}
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {rows}_keep_day();
CREATE TRIGGER {rows}_keep_day_voided AFTER UPDATE ON {rows}
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {rows}_keep_day();

CREATE FUNCTION {rows}_keep_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.{key}, NEW."on", NEW.result, NEW.organ, NEW.document, NEW.entered_at)
       IS DISTINCT FROM (OLD.{key}, OLD."on", OLD.result, OLD.organ, OLD.document, OLD.entered_at)
     OR OLD.voided_at IS NOT NULL THEN
    RAISE EXCEPTION 'a background check can be voided once and not altered'
      USING ERRCODE = 'check_violation', CONSTRAINT = '{rows}_past_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {rows}_keep_past BEFORE UPDATE ON {rows}
  FOR EACH ROW EXECUTE FUNCTION {rows}_keep_past();
"""
NO_STANDING = """
DROP TRIGGER {rows}_keep_past ON {rows};
DROP FUNCTION {rows}_keep_past;
DROP TRIGGER {rows}_keep_day_voided ON {rows};
DROP TRIGGER {rows}_keep_day_added ON {rows};
DROP FUNCTION {rows}_keep_day;
DROP FUNCTION {rows}_standing;
"""


def standing_check(rows: str, owners: str, key: str, column: str) -> tuple[str, str]:
    """(forwards, backwards) for RunSQL."""
    names = {"rows": rows, "owners": owners, "key": key, "column": column}
    return STANDING.format(**names), NO_STANDING.format(**names)
