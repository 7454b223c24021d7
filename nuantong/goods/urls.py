from typing import Any

app_name = "goods"
urlpatterns: list[Any] = []
