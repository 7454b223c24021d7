"""Every address of the product; each app owns its part."""

from django.urls import include, path

from nuantong.config.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("nuantong.accounts.urls")),
    path("", include("nuantong.people.urls")),
    path("", include("nuantong.access.urls")),
    path("tasks/", include("nuantong.tasks.urls")),
    path("notices/", include("nuantong.notices.urls")),
    path("hints/", include("nuantong.eligibility.urls")),
    path("carers/", include("nuantong.carers.urls")),
    path("", include("nuantong.helpers.urls")),
    path("pairing/", include("nuantong.pairing.urls")),
    path("rosters/", include("nuantong.rosters.urls")),
    path("sweeps/", include("nuantong.sweeps.urls")),
    path("visits/", include("nuantong.visits.urls")),
    path("", include("nuantong.growth.urls")),
    path("", include("nuantong.outcomes.urls")),
    path("care/", include("nuantong.care.urls")),
    path("duties/", include("nuantong.duties.urls")),
    path("figures/", include("nuantong.reports.urls")),
    path("scales/", include("nuantong.instruments.urls")),
    path("counselling/", include("nuantong.counselling.urls")),
    path("screening/", include("nuantong.screening.urls")),
    path("services/", include("nuantong.services.urls")),
    path("programmes/", include("nuantong.programmes.urls")),
    path("books/", include("nuantong.books.urls")),
    path("goods/", include("nuantong.goods.urls")),
    path("cohorts/", include("nuantong.cohorts.urls")),
    path("campaigns/", include("nuantong.campaigns.urls")),
    path("campaigns/", include("nuantong.reckoning.urls")),
    path("handouts/", include("nuantong.handouts.urls")),
    path("aid/", include("nuantong.aid.urls")),
    path("danger/", include("nuantong.protection.urls")),
    path("complaints/", include("nuantong.help.urls")),
]
handler403 = "nuantong.core.errors.forbidden"
handler404 = "nuantong.core.errors.not_found"
