"""Proposals counted by kind as they change, and no longer by reading a city's."""

import django.db.models.deletion
from django.db import migrations, models

KEY = "round_id, state, tier, change, run, pinned, far, lacking"
ADD = f"""
  INSERT INTO pairing_proposaltally ({KEY}, households, heads)
  SELECT round_id, state, tier, change, run, pinned,
         width_bucket(distance, '{{1000,3000,5000,10000,15000,20000}}'::int[]), lacks > 0,
         sum(n), sum(n * children)
  FROM (%s) rows
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0 OR sum(n * children) <> 0
  ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
  ON CONFLICT ({KEY}) DO UPDATE SET
    households = pairing_proposaltally.households + excluded.households,
    heads = pairing_proposaltally.heads + excluded.heads;
"""
SOURCES = {
    "INSERT": ("NEW TABLE AS added", "SELECT 1 AS n, * FROM added"),
    "DELETE": ("OLD TABLE AS gone", "SELECT -1 AS n, * FROM gone"),
    "UPDATE": (
        "OLD TABLE AS gone NEW TABLE AS added",
        "SELECT 1 AS n, * FROM added UNION ALL SELECT -1, * FROM gone",
    ),
}


def trigger(event: str) -> str:
    tables, rows = SOURCES[event]
    name = f"pairing_tally_{event.lower()}"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {ADD % rows} RETURN NULL; END $$;
CREATE TRIGGER {name} AFTER {event} ON pairing_proposal
  REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def undo(event: str) -> str:
    name = f"pairing_tally_{event.lower()}"
    return f"DROP TRIGGER {name} ON pairing_proposal; DROP FUNCTION {name};"


class Migration(migrations.Migration):
    dependencies = [("pairing", "0003_accepted_by_a_job")]
    operations = [
        migrations.CreateModel(
            name="ProposalTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=10)),
                ("tier", models.CharField(max_length=8)),
                ("change", models.CharField(max_length=8)),
                ("run", models.PositiveSmallIntegerField()),
                ("pinned", models.BooleanField()),
                ("far", models.PositiveSmallIntegerField()),
                ("lacking", models.BooleanField()),
                ("households", models.IntegerField()),
                ("heads", models.IntegerField()),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="pairing.pairinground",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="proposaltally",
            constraint=models.UniqueConstraint(
                fields=("round", "state", "tier", "change", "run", "pinned", "far", "lacking"),
                name="proposaltally_kind_once",
            ),
        ),
        migrations.RunSQL(ADD % "SELECT 1 AS n, * FROM pairing_proposal", ""),
        migrations.RunSQL("".join(map(trigger, SOURCES)), "".join(map(undo, SOURCES))),
        migrations.RunSQL("DROP STATISTICS proposal_kinds", migrations.RunSQL.noop),
    ]
