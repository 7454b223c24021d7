"""Which places a page of figures speaks of: a region with its parts, or an organisation's."""

from dataclasses import dataclass

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.regions.tree import Place, Tree


@dataclass(frozen=True)
class Scope:
    """A title, the parameter that names it, and the rows of its table."""

    title: str
    param: str
    rows: list[Place]
    region: Place | None = None

    @property
    def level(self) -> int:
        """The level of the rows (1 city … 4 village)."""
        return self.rows[0].level if self.rows else 1

    def places(self, tree: Tree) -> list[int] | None:
        """Every place in the scope; None for the whole city, unknown places included."""
        if self.region is None:
            return [place for row in self.rows for place in tree.below(row.id)]
        return None if self.region.level == 1 else tree.below(self.region.id)


def of_region(tree: Tree, place: Place) -> Scope:
    rows = tree.children(place.id) or [place]
    return Scope(tree.full_name(place.id), f"region={place.code}", rows, place)


def scopes(reader: Reader, permission: Permission = Permission.SEE_FIGURES) -> list[Scope]:
    """What the reader may choose from, the widest first."""
    found = []
    for grant in reader.grants_to(permission):
        if grant.region_id:
            place = reader.tree.get(reader.tree.current(grant.region_id))
            if place:
                found.append(of_region(reader.tree, place))
        elif grant.organisation:
            ids = [area.region_id for area in grant.organisation.areas.all()]
            rows = [p for i in ids if (p := reader.tree.get(reader.tree.current(i)))]
            name = grant.organisation.short_name
            found.append(Scope(name, f"organisation={grant.organisation_id}", rows))
    unique = {scope.param: scope for scope in found}
    return sorted(unique.values(), key=lambda scope: scope.level)


def chosen(reader: Reader, code: str) -> Scope | None:
    """The scope of a region the reader asked for by code, or her widest; None: not hers."""
    own = scopes(reader)
    if not code:
        return own[0] if own else None
    place = reader.tree.by_code(code)
    if place is None or not reader.covers(Permission.SEE_FIGURES, place.id):
        return None
    return of_region(reader.tree, place)
