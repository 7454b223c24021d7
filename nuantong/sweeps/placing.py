"""Where a row belongs to: its place within the source's scope, else the source's own place."""

from nuantong.regions.tree import Tree


class Placing:
    def __init__(self, tree: Tree, scope: int) -> None:
        self.tree, self.scope = tree, scope
        self.known: dict[int | None, tuple[int, bool]] = {None: (scope, False)}

    def of(self, place: int | None) -> tuple[int, bool]:
        """The region of a record, and whether the row names a place outside the scope."""
        if place not in self.known:
            now = self.tree.current(place) if place else None
            found = self.tree.get(now)
            inside = found is not None and self.scope in found.ancestors
            self.known[place] = (found.id, False) if found and inside else (self.scope, True)
        return self.known[place]

    def code(self, region: int) -> str:
        return self.tree.places[region].code
