"""Addresses of the duties' own pages."""

from django.urls import path

from nuantong.duties.views import aside, calendars, excused, judging, protocols, signal

app_name = "duties"
urlpatterns = [
    path("set-aside/", aside.set_aside, name="set_aside"),
    path("set-aside/<int:pk>/", aside.resolve, name="resolve"),
    path("excused/", excused.excused, name="excused"),
    path("excused/<int:pk>/end/", excused.end, name="end_exemption"),
    path("no-signal/", signal.without_signal, name="without_signal"),
    path("no-signal/<int:pk>/back/", signal.signal_back, name="signal_back"),
    path("judging/", judging.judging, name="judging"),
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/term/", calendars.term, name="term"),
    path("calendar/days-off/", calendars.days_off, name="days_off"),
    path("protocols/", protocols.protocols, name="protocols"),
    path("protocols/drafts/<int:pk>/", protocols.draft, name="draft"),
    path("protocols/drafts/<int:pk>/words/", protocols.words, name="words"),
    path("protocols/drafts/<int:pk>/foresee/", protocols.foresee, name="foresee"),
    path("protocols/drafts/<int:pk>/progress/", protocols.progress, name="progress"),
    path("protocols/drafts/<int:pk>/publish/", protocols.publish, name="publish"),
    path("protocols/drafts/<int:pk>/discard/", protocols.discard, name="discard"),
    path("protocols/drafts/<int:pk>/file/", protocols.draft_file, name="draft_file"),
    path("protocols/versions/<int:pk>/take-back/", protocols.take_back, name="take_back"),
    path("protocols/versions/<int:pk>/file/", protocols.version_file, name="version_file"),
    path("protocols/<slug:code>/draft/", protocols.begin, name="begin"),
]
