"""Addresses of what counselling achieved."""

from django.urls import path

from nuantong.outcomes.views import panels, projects

app_name = "outcomes"
urlpatterns = [
    path("outcomes/", projects.projects, name="projects"),
    path("outcomes/project/", projects.project, name="project"),
    path("outcomes/report/", projects.report, name="report"),
    path("outcomes/export/", projects.export, name="export"),
    path("outcomes/cases/<slug:case>/", projects.case, name="case"),
    path("outcomes/panels/", panels.panels, name="panels"),
    path("outcomes/files/", panels.mine, name="mine"),
    path("outcomes/panels/<uuid:key>/", panels.panel, name="panel"),
    path("outcomes/panels/<uuid:key>/<int:number>/", panels.file, name="file"),
]
