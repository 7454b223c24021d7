"""Names of districts short enough for the tiles of a schematic map."""

ENDINGS = ("土家族苗族自治县", "苗族土家族自治县", "土家族自治县")


def tile_name(name: str) -> str:
    """石柱土家族自治县 → 石柱, 巴南区 → 巴南."""
    for ending in ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name[:-1] if len(name) > 2 else name
