from django.urls import path

from nuantong.programmes.views import faces, plans, rolls, sessions

app_name = "programmes"
urlpatterns = [
    path("", plans.coverage_page, name="coverage"),
    path("new/", plans.new_round, name="new_round"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("people/", plans.people, name="people"),
    path("games/", sessions.games, name="games"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<uuid:key>/", sessions.session, name="session"),
    path("sessions/<uuid:key>/roll/", rolls.sheet, name="sheet"),
    path("sessions/<uuid:key>/faces/", faces.faces, name="faces"),
]
