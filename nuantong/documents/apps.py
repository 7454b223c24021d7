from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "nuantong.documents"
