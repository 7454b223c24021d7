from typing import Any

app_name = "handouts"
urlpatterns: list[Any] = []
