from django.db import migrations

from nuantong.regions.loading import load_regions, load_zones


def load(apps, schema_editor):
    models = {name: apps.get_model("regions", name) for name in NAMES}
    load_regions(models["Region"], models["RegionVersion"])
    load_zones(models["Organisation"], models["OrganisationArea"], models["Region"])


NAMES = ["Region", "RegionVersion", "Organisation", "OrganisationArea"]


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
