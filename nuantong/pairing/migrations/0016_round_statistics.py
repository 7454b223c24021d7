"""The planner learns how few kinds of proposals there are: it counts a city's with all hands."""

from django.db import migrations

KNOWN = """
CREATE STATISTICS proposal_kinds (ndistinct) ON state, tier, change, run, pinned,
  (width_bucket(distance, '{1000,3000,5000,10000,15000,20000}'::int[])), (lacks > 0)
FROM pairing_proposal
"""


class Migration(migrations.Migration):
    dependencies = [("pairing", "0015_publication_at_work")]

    operations = [migrations.RunSQL(KNOWN, "DROP STATISTICS proposal_kinds")]
