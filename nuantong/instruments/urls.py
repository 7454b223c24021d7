from django.urls import path

from nuantong.instruments.views import answering, entering, sheets

app_name = "instruments"
urlpatterns = [
    path("sheets/<uuid:key>/", sheets.sheet, name="sheet"),
    path("sheets/<uuid:key>/hand-over/", answering.hand_over, name="hand_over"),
    path("sheets/<uuid:key>/enter/", entering.enter, name="enter"),
    path("answer/<str:token>/", answering.answer, name="answer"),
]
