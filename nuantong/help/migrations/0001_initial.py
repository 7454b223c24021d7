import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuantong.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("complaint", "投诉"), ("suggestion", "建议"), ("praise", "表扬")],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "text",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="内容"
                    ),
                ),
                (
                    "contact",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="联系方式"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="提交时间")),
                ("due_on", models.DateField(verbose_name="答复期限")),
                (
                    "about",
                    models.ForeignKey(
                        help_text="kept out of it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        help_text="whose officers answer",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        help_text="where the writer works",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["writer", "-at"], name="complaint_writer"),
                    models.Index(fields=["desk", "-at"], name="complaint_desk"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about", None),
                            ("handler", None),
                            models.Q(("handler", models.F("about")), _negated=True),
                            _connector="OR",
                        ),
                        name="complaint_not_answered_by_whom_it_is_about",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handler", None),
                            models.Q(("handler", models.F("writer")), _negated=True),
                            _connector="OR",
                        ),
                        name="complaint_not_answered_by_its_writer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("received", "已收到"), ("answered", "已答复")], max_length=8
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "text",
                    nuantong.core.fields.EncryptedTextField(
                        blank=True, editable=True, null=True, verbose_name="答复"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="help.complaint",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "received")),
                        fields=("complaint",),
                        name="complaintstep_received_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "received"), ("text__isnull", False), _connector="OR"
                        ),
                        name="complaintstep_an_answer_has_words",
                    ),
                ],
            },
        ),
    ]
