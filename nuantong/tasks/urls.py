from django.urls import path

from nuantong.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("number/", views.number, name="number"),
    path("<int:pk>/", views.task, name="task"),
]
