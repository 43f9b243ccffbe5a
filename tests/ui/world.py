"""Places and programmes of many regions, for the drawings."""

from __future__ import annotations

from balai.ui.parts import Place, Station, Way


def place(name: str, latitude: float, longitude: float, note: str = "") -> Place:
    return Place(name=name, latitude=latitude, longitude=longitude, note=note)


INDONESIA = place("Indonesia", -6.2, 106.8, "host")
ASIA = [
    place("Afghanistan", 34.5, 69.2),
    place("Bangladesh", 23.8, 90.4),
    place("Bhutan", 27.5, 89.6),
    place("India", 28.6, 77.2),
    place("Laos", 18.0, 102.6),
    place("Myanmar", 19.8, 96.1),
    place("Nepal", 27.7, 85.3),
    place("Pakistan", 33.7, 73.1),
    place("Sri Lanka", 6.9, 79.9),
]
KENYA = place("Kenya", -1.3, 36.8, "host")
AFRICA = [
    place("Uganda", 0.4, 32.6),
    place("Rwanda", -1.9, 30.1),
    place("Burundi", -3.4, 29.9),
    place("Ghana", 5.6, -0.2),
    place("Egypt", 30.0, 31.2),
    place("South Africa", -25.7, 28.2),
]
FIJI = place("Fiji", -18.1, 178.4, "host")
PACIFIC = [
    place("Samoa", -13.8, -171.8),
    place("Tonga", -21.1, -175.2),
    place("Vanuatu", -17.7, 168.3),
    place("Papua New Guinea", -9.4, 147.2),
    place("Cook Islands", -21.2, -159.8),
    place("New Zealand", -41.3, 174.8),
]
PERU = place("Peru", -12.0, -77.0, "host")
AMERICAS = [
    place("Bolivia", -16.5, -68.1),
    place("Mexico", 19.4, -99.1),
    place("Paraguay", -25.3, -57.6),
    place("Costa Rica", 9.9, -84.1),
]
NORWAY = place("Norway", 59.9, 10.7, "host")
NORTH = [place("Iceland", 64.1, -21.9), place("Finland", 60.2, 24.9), place("Latvia", 56.9, 24.1)]
REGIONS = {
    "asia": (ASIA, INDONESIA),
    "africa": (AFRICA, KENYA),
    "pacific": (PACIFIC, FIJI),
    "americas": (AMERICAS, PERU),
    "north": (NORTH, NORWAY),
    "everywhere": ([*ASIA, *AFRICA, *PACIFIC, *AMERICAS, *NORTH], KENYA),
    "nobody-but-the-host": ([], KENYA),
}


def station(
    code: str, name: str, city: str, colour: int, latitude: float | None = None, *, is_base: bool = False
) -> Station:
    return Station(code=code, name=name, city=city, colour=colour, latitude=latitude, is_base=is_base)


def way(one: str, two: str, label: str, minutes: int | None = None, *, is_walk: bool = False) -> Way:
    return Way(ends=(one, two), label=label, minutes=minutes, is_walk=is_walk)


STATIONS = [
    station("HTJ", "Hotel", "Jakarta", 9, -6.2, is_base=True),
    station("MOI", "Ministry of Industry", "Jakarta", 1, -6.232),
    station("HTB", "Hotel", "Bandung", 9, -6.91, is_base=True),
    station("BBLM", "Centre for Metal and Machinery", "Bandung", 2, -6.880),
    station("B4T", "Centre for Materials and Technical Products", "Bandung", 3, -6.881),
    station("BBT", "Centre for Textile", "Bandung", 4, -6.916),
    station("BBK", "Centre for Ceramics", "Bandung", 5, -6.9161),
    station("BBPK", "Centre for Pulp and Paper", "Bandung", 6, -6.963),
    station("PTDI", "PT Dirgantara Indonesia", "Bandung", 7, -6.9),
    station("SME", "Leading SMEs in Bandung", "Bandung", 8),
]
WAYS = [
    way("HTJ", "MOI", "30 min", 30),
    way("HTJ", "HTB", "half a day by road or rail", 200),
    way("HTB", "BBLM", "45 min", 45),
    way("HTB", "B4T", "46 min", 46),
    way("BBLM", "B4T", "walk 5 min", 5, is_walk=True),
    way("HTB", "BBT", "45 min", 45),
    way("BBT", "BBK", "walk 3 min", 3, is_walk=True),
    way("HTB", "BBPK", "40 min", 40),
    way("HTB", "PTDI", "30 min", 30),
    way("HTB", "SME", "30 to 40 min", 35),
]
"""The sites of the reference programme, with planning values."""
