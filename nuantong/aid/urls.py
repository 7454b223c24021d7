from typing import Any

app_name = "aid"
urlpatterns: list[Any] = []
