from django.urls import path

from nuantong.services.views import contracts, milestones, people

app_name = "services"
urlpatterns = [
    path("", contracts.contracts, name="contracts"),
    path("new/", contracts.new_contract, name="new_contract"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_practitioner, name="new_practitioner"),
    path("people/<int:pk>/", people.practitioner, name="practitioner"),
    path("providers/new/", people.new_provider, name="new_provider"),
    path("milestones/<int:pk>/", milestones.milestone, name="milestone"),
    path("evidence/<uuid:key>/", milestones.evidence, name="evidence"),
    path("<uuid:key>/", contracts.contract, name="contract"),
]
