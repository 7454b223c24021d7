from django.urls import path

from nuantong.instruments.views import answering, entering, library, sheets

app_name = "instruments"
urlpatterns = [
    path("sheets/<uuid:key>/", sheets.sheet, name="sheet"),
    path("sheets/<uuid:key>/hand-over/", answering.hand_over, name="hand_over"),
    path("sheets/<uuid:key>/enter/", entering.enter, name="enter"),
    path("sheets/<uuid:key>/response/", sheets.response, name="response"),
    path("library/", library.instruments, name="instruments"),
    path("library/<slug:code>/", library.instrument, name="instrument"),
    path("version/<int:pk>/<slug:form>/", library.download, name="download"),
    path("upload/", library.upload, name="upload"),
    path("answer/<str:token>/", answering.answer, name="answer"),
]
