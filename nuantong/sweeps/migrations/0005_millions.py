"""Loads of millions: parts of files bound to their place, sums kept by the database, indexes."""

import django.db.models.deletion
from django.db import migrations, models

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
INSERT INTO sweeps_tally (source_id, region_id, standing, reason, handed, gone, count)
SELECT source_id, region_id, standing, reason, handed_to <> '', gone_at IS NOT NULL, count(*)
  FROM sweeps_record GROUP BY 1, 2, 3, 4, 5, 6;
ALTER TABLE sweeps_filepart ALTER COLUMN sealed SET STORAGE EXTERNAL;
"""
BACK = """
DROP TRIGGER sweeps_record_tally_added ON sweeps_record;
DROP TRIGGER sweeps_record_tally_changed ON sweeps_record;
DROP TRIGGER sweeps_record_tally_removed ON sweeps_record;
DROP FUNCTION sweeps_tally_added, sweeps_tally_changed, sweeps_tally_removed;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_sound_and_birthday"),
        ("regions", "0002_places"),
        ("sweeps", "0004_sealed_narratives"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("standing", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=10)),
                ("handed", models.BooleanField()),
                ("gone", models.BooleanField()),
                ("count", models.IntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="record",
            name="record_closing",
        ),
        migrations.AddField(
            model_name="filepart",
            name="sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name="loadrow",
            index=models.Index(
                condition=models.Q(("outcome__in", ["new", "changed"])),
                fields=["load", "outcome", "sheet", "number"],
                name="loadrow_changed",
            ),
        ),
        migrations.AddIndex(
            model_name="loadrow",
            index=models.Index(
                condition=models.Q(("problems__isnull", False)),
                fields=["load", "sheet", "number"],
                name="loadrow_problems",
            ),
        ),
        migrations.AddIndex(
            model_name="loadrow",
            index=models.Index(
                fields=["load", "name"],
                name="loadrow_name",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["region", "name", "id"], name="record_by_place"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["standing", "reason", "region"], name="record_by_standing"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["name"], name="record_by_name", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("hint", ""), _negated=True),
                fields=["hint", "region"],
                name="record_with_hint",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("gone_at__isnull", False)),
                fields=["source", "region"],
                name="record_gone",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("handed_to", ""), _negated=True),
                fields=["region"],
                name="record_handed",
            ),
        ),
        migrations.AddConstraint(
            model_name="filepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content__isnull", False), ("sealed", None)),
                    models.Q(("content", None), ("sealed__isnull", False)),
                    _connector="OR",
                ),
                name="filepart_has_one_form",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="region",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="sweeps.source",
            ),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(fields=["region", "source"], name="tally_place"),
        ),
        migrations.RunSQL(TALLY, BACK),
    ]
