"""Indexes without the rows that have nothing in them: writing millions costs each row's entry."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_sealed_narratives"),
        ("regions", "0003_pins"),
        ("sweeps", "0005_millions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="loadrow",
            name="loadrow_record_once",
        ),
        migrations.AlterField(
            model_name="loadrow",
            name="record",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="sweeps.record",
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="child",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sweep_records",
                to="people.child",
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="duplicate_of",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicates",
                to="sweeps.record",
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="handed_user",
            field=models.ForeignKey(
                db_index=False,
                help_text="her account; a person without one is a name alone",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="转给谁",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("child__isnull", False)), fields=["child"], name="record_child"
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("duplicate_of__isnull", False)),
                fields=["duplicate_of"],
                name="record_duplicate_of",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("handed_user__isnull", False)),
                fields=["handed_user"],
                name="record_handed_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="loadrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("record__isnull", False)),
                fields=("record", "load"),
                name="loadrow_record_once",
            ),
        ),
    ]
