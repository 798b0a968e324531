"""London as 33 tiles, each where its neighbours are; the layout is London Squared, After the Flood, 2019."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

_SHADES = 5


@dataclass(frozen=True)
class Tile:
    """One borough on the map: its name in full, short and in three letters, and its place."""

    code: str
    name: str
    short: str
    letters: str
    column: int
    row: int


@dataclass(frozen=True)
class Filled:
    """A tile with its figure, how dark it is, and where it leads."""

    tile: Tile
    count: int
    shade: int
    url: str
    against: str = ""  # beside the time before, in words
    before: int = 0
    before_url: str = ""


def _tiles() -> tuple[Tile, ...]:
    return tuple(Tile(f"E090000{row[0]}", row[1], row[2], row[3], row[4], row[5]) for row in _TABLE)


_TABLE: tuple[tuple[str, str, str, str, int, int], ...] = (
    ("01", "City of London", "City", "CTY", 4, 3),
    ("02", "Barking and Dagenham", "Barking", "BDG", 7, 3),
    ("03", "Barnet", "Barnet", "BNT", 3, 1),
    ("04", "Bexley", "Bexley", "BXL", 7, 4),
    ("05", "Brent", "Brent", "BRT", 2, 2),
    ("06", "Bromley", "Bromley", "BRM", 5, 5),
    ("07", "Camden", "Camden", "CMD", 3, 2),
    ("08", "Croydon", "Croydon", "CRD", 4, 5),
    ("09", "Ealing", "Ealing", "EAL", 1, 2),
    ("10", "Enfield", "Enfield", "ENF", 4, 0),
    ("11", "Greenwich", "Greenwich", "GRN", 6, 4),
    ("12", "Hackney", "Hackney", "HCK", 5, 2),
    ("13", "Hammersmith and Fulham", "H & F", "HMF", 1, 3),
    ("14", "Haringey", "Haringey", "HGY", 4, 1),
    ("15", "Harrow", "Harrow", "HRW", 2, 1),
    ("16", "Havering", "Havering", "HAV", 7, 2),
    ("17", "Hillingdon", "Hillingd.", "HDN", 0, 2),
    ("18", "Hounslow", "Hounslow", "HNS", 0, 3),
    ("19", "Islington", "Islington", "ISL", 4, 2),
    ("20", "Kensington and Chelsea", "K & C", "KNC", 2, 3),
    ("21", "Kingston upon Thames", "Kingston", "KNG", 2, 5),
    ("22", "Lambeth", "Lambeth", "LAM", 3, 4),
    ("23", "Lewisham", "Lewisham", "LSH", 5, 4),
    ("24", "Merton", "Merton", "MRT", 3, 5),
    ("25", "Newham", "Newham", "NWM", 6, 3),
    ("26", "Redbridge", "Redbridge", "RDB", 6, 2),
    ("27", "Richmond upon Thames", "Richmond", "RCH", 1, 4),
    ("28", "Southwark", "Southwark", "SWK", 4, 4),
    ("29", "Sutton", "Sutton", "STN", 3, 6),
    ("30", "Tower Hamlets", "Tower H.", "TOW", 5, 3),
    ("31", "Waltham Forest", "Waltham F.", "WTH", 5, 1),
    ("32", "Wandsworth", "Wandsw.", "WNS", 2, 4),
    ("33", "Westminster", "Westmin.", "WST", 3, 3),
)
TILES = _tiles()


def shade(count: int, most: int) -> int:
    """How dark a tile is, from 1 to 5 against the largest figure; 0 where there is nothing."""
    return 0 if count <= 0 or most <= 0 else -(-count * _SHADES // most)


def against(count: int, before: int) -> str:
    """A figure beside the one of the time before, in words."""
    if count == before:
        return "the same"
    return f"{count - before:,} more" if count > before else f"{before - count:,} fewer"


def filled(
    counts: Mapping[str, int],
    urls: Mapping[str, str],
    before: Mapping[str, int] | None = None,
    before_urls: Mapping[str, str] | None = None,
) -> list[Filled]:
    """Every tile with its figure, in reading order of the map; a borough without a figure has none to show: 0."""
    most = max(counts.values(), default=0)
    ordered = sorted(TILES, key=lambda tile: (tile.row, tile.column))
    found = [
        Filled(tile, counts.get(tile.code, 0), shade(counts.get(tile.code, 0), most), urls.get(tile.code, ""))
        for tile in ordered
    ]
    return found if before is None else [_beside(each, before, before_urls or {}) for each in found]


def _beside(filled: Filled, before: Mapping[str, int], urls: Mapping[str, str]) -> Filled:
    """A tile with its figure beside the one of the time before."""
    then = before.get(filled.tile.code, 0)
    return replace(
        filled, against=against(filled.count, then), before=then, before_url=urls.get(filled.tile.code, "")
    )
