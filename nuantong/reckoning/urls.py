from typing import Any

app_name = "reckoning"
urlpatterns: list[Any] = []
