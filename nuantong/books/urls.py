from typing import Any

app_name = "books"
urlpatterns: list[Any] = []
