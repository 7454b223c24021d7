"""Choosing a place step by step within the reader's scope: district, township, village."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.utils.safestring import SafeString

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.controls import option
from nuantong.regions.tree import CITY, VILLAGE, Place, Tree

LEVELS: Final = {2: "区县", 3: "乡镇（街道）", 4: "村（社区）"}


@dataclass(frozen=True)
class Chosen:
    """A place somebody chose; in words it is the full name."""

    id: int
    code: str
    level: int
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Step:
    """One select of the cascade."""

    label: str
    options: list[Place]
    value: str

    @property
    def drawn(self) -> SafeString:
        return SafeString(
            "".join(option(p.code, p.name, p.code == self.value) for p in self.options)
        )


class Scope:
    """Where a reader may choose; `everywhere` lifts the limit (the place of a move, a household
    register elsewhere in the city)."""

    def __init__(self, reader: Reader, permission: Permission, *, everywhere: bool = False) -> None:
        self.tree: Tree = reader.tree
        self.permission, self.everywhere = permission, everywhere
        self.tops = [self.tree.root.id] if everywhere else reader.regions(permission)

    def holds(self, place: Place) -> bool:
        return bool(set(self.tops) & set(place.ancestors))

    def chosen(self, code: str) -> Chosen | None:
        """The place of a code inside the scope (a former code gives what took its place)."""
        place = self.tree.by_code(code) if code.isdigit() and len(code) <= 12 else None
        place = self.tree.get(self.tree.current(place.id)) if place else None
        if place is None or place.level == CITY or not self.holds(place):
            return None
        return Chosen(place.id, place.code, place.level, self.tree.full_name(place.id))

    def of(self, region: int | None) -> Chosen | None:
        place = self.tree.get(region)
        return self.chosen(place.code) if place else None

    def steps(self, value: Chosen | None) -> list[Step]:
        """The selects to show: the choices at the top, then below what is chosen."""
        path = self.tree.ancestors(value.id) if value else ()
        options = [p for top in self.tops if (p := self.tree.get(top)) is not None]
        if len(options) == 1 and options[0].level < VILLAGE:
            options = self.tree.children(options[0].id)
        found = []
        while options:
            picked = next((p for p in options if p.id in path), None)
            code = picked.code if picked else ""
            found.append(Step(LEVELS.get(options[0].level, "地方"), options, code))
            options = self.tree.children(picked.id) if picked else []
        return found

    @property
    def fixed(self) -> str:
        """The full name of the one place everything lies in; '' for the whole city."""
        if len(self.tops) != 1 or self.tops[0] == self.tree.root.id:
            return ""
        return self.tree.full_name(self.tops[0])


class PlaceSelect(forms.Widget):
    """Selects named place_1, place_2 …; a whole code under the plain name is understood too."""

    template_name = "people/place_select.html"
    scope: Scope
    any_word = "全部"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = self.scope.chosen(value) if isinstance(value, str) else value
        context["widget"] |= {
            "steps": self.scope.steps(chosen), "fixed": self.scope.fixed, "any": self.any_word, "filters": self.any_word == PlaceSelect.any_word,
            "permission": self.scope.permission, "everywhere": self.scope.everywhere,
        }  # fmt: skip
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        return deepest(self.scope, data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key == name or key.startswith(f"{name}_") for key in data)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_1" if id_ else id_


def deepest(scope: Scope, data: Mapping[str, Any], name: str) -> str:
    """The code of the last step that still lies in the one before it."""
    chosen = scope.chosen(str(data.get(name) or ""))
    for step in range(1, 5):
        code = str(data.get(f"{name}_{step}") or "")
        below = scope.chosen(code) if code else None
        if below is None or (chosen and chosen.id not in scope.tree.ancestors(below.id)):
            break
        chosen = below
    return chosen.code if chosen else ""


class PlaceField(forms.Field):
    """A Chosen, or None. `least` is the level that must be reached (3: a township)."""

    widget = PlaceSelect

    def __init__(
        self,
        *,
        reader: Reader,
        permission: Permission = Permission.SEE_CHILDREN,
        least: int = 2,
        everywhere: bool = False,
        any_word: str = "全部",
        **kwargs: Any,
    ) -> None:
        super().__init__(error_messages={"required": "请选择地方。"}, **kwargs)
        self.least = least
        self.scope = Scope(reader, permission, everywhere=everywhere)
        self.widget.scope = self.scope
        self.widget.any_word = any_word

    def rendered(self, data: Mapping[str, Any], name: str) -> str:
        """The selects as they are after one of them was changed."""
        widget = cast(forms.Widget, self.widget)
        value = widget.value_from_datadict(data, cast(Any, {}), name)
        return widget.render(name, value, {"id": f"id_{name}"})

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Chosen) else value

    def to_python(self, value: Any) -> Chosen | None:
        chosen = value if isinstance(value, Chosen) else self.scope.chosen(str(value or ""))
        if chosen and chosen.level < self.least:
            raise forms.ValidationError(f"请选择到{LEVELS[self.least]}。")
        return chosen

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or "") != (data or "")
