"""Where a row says somebody lives: three columns, one whole address, or what the list covers."""

from nuantong.regions.gazetteer import DISTRICT, TOWNSHIP, VILLAGE, Found, Gazetteer
from nuantong.rosters.cells import Cells

FIELD_OF = {DISTRICT: "district", TOWNSHIP: "township", VILLAGE: "village", 0: "district"}
COLUMNS = ("district", "township", "village")
NOWHERE = Found(None)
ADDRESS_LENGTH = 200


class Locator:
    """`around` is the district a list without that column belongs to, by its title."""

    def __init__(self, gazetteer: Gazetteer, around: str = "") -> None:
        self.gazetteer = gazetteer
        self.around = around

    def places(self, cells: Cells) -> tuple[Found, int | None]:
        """Where the columns say somebody lives, and 户籍地."""
        columns = [cells.word(field) for field in COLUMNS]
        if any(columns):
            home = self.gazetteer.find(columns[0] or self.around, columns[1], columns[2])
            _note(cells, home)
        else:
            home = self._of_text(cells.word("whole")) if cells.word("whole") else NOWHERE
            if home.problem:
                cells.note("whole", f"{home.problem}，请补填")
        return home, self._registered(cells)

    def nearest(self, home: Found, registered: int | None, cells: Cells) -> tuple[int | None, str]:
        """The region by columns and address together, and the address as written."""
        address = cells.text("address", ADDRESS_LENGTH)
        if not address:
            return home.region or registered, address
        if home is NOWHERE:
            found = self._of_text(address)
            if found.region is None or found.problem:
                cells.note("address", f"{found.problem}，请补填")
            return found.region or registered, address
        place = self._refined(home.region, address)
        self._compare(cells, place, address)
        return place or registered, address

    def _registered(self, cells: Cells) -> int | None:
        """By its own columns or as one address; outside the city there is none."""
        columns = [cells.word(f"registered_{field}") for field in COLUMNS]
        if any(columns):
            return self.gazetteer.find(*columns).region
        text = cells.word("registered")
        return self._of_text(text).region if text else None

    def _of_text(self, text: str) -> Found:
        found = self.gazetteer.of_address(text)
        if found.region is None and self.around:
            nearer = self.gazetteer.of_address(self.around + text)
            return nearer if nearer.region else found
        return found

    def _refined(self, place: int | None, text: str) -> int | None:
        """An address below the place the columns gave is nearer."""
        region = self.gazetteer.by_id.get(place) if place else None
        if region is not None and region.level == VILLAGE:
            return place
        found = self.gazetteer.of_address(text).region
        return found if found and (place is None or self.gazetteer.within(found, place)) else place

    def _compare(self, cells: Cells, place: int | None, address: str) -> None:
        if not address or place is None:
            return
        village = self.gazetteer.by_id[place].name
        if village in address or village.removesuffix("民委员会") in address:
            return
        stated, within = self.gazetteer.of_address(address).region, self.gazetteer.within
        if stated and not within(stated, place) and not within(place, stated):
            cells.note("address", "与所填区县、乡镇、村不一致，已按区县、乡镇、村登记，请核对")


def _note(cells: Cells, found: Found) -> None:
    """Under the column in question, or the nearest the list has."""
    if found.problem:
        asked = (FIELD_OF[found.level], "village", "township", "district", "address")
        cells.note(next(field for field in asked if field in cells.headings), found.problem)
