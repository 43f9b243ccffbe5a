"""The reference instance: the programme of 2018, drawn from its bundle's own fields.

What the bundle does not say is written here, and with the weights was fixed before the first measurement.
``python -m tests.engine.timetabling.reference`` writes the file again; a test holds the two together.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
BUNDLE = ROOT / "examples" / "colombo-plan-2018"
EDITION = BUNDLE / "editions" / "smi-2018"
FILE = ROOT / "examples" / "timetables" / "colombo-plan-2018.yaml"
PLANNED = FILE.with_name("colombo-plan-2018-planned.yaml")

# A day is framed by breakfast and rest; the bundle names parts of the day without hours.
PARTS = {"": "07:30-21:00", "morning": "07:30-12:00", "afternoon": "13:00-18:30", "evening": "18:00-21:00"}
NOT_SESSIONS = {"REL", "MEA", "FRE"}  # the pauses and the free half-days are rules
HEAVY = {"LEC", "PRA", "APW"}
NO_CONTACT = {"ARR", "TRV", "CUL", "DEP", "PRS", "B2B"}
HEAD = """# The programme of 2018 as a problem for the timetabling engine: `balai timetable solve` plans it.
# Drawn from examples/colombo-plan-2018 by tests/engine/timetabling/reference.py; edit a copy.
"""


def programme() -> dict[str, Any]:
    """The programme file's content."""
    return {
        "title": "SMI Acceleration Through Research and Development, 2018",
        "starts_on": "2018-07-18",
        "days": 13,
        "grid": 15,
        "sites": [
            {
                "id": site["code"],
                "name": site["name"]["en"],
                "city": site["city"],
                "holds": site["largest_group"],
                "hours": site["opening_hours"],
            }
            for site in _yaml("sites")
        ],
        "rooms": [
            *(
                {
                    "id": f"{room['site']}.{room['code']}",
                    "name": room["name.en"],
                    "site": room["site"],
                    "seats": int(room["capacity"]),
                }
                for room in _rows(BUNDLE / "directory" / "rooms.csv")
            ),
            *_yards(),
        ],
        "machines": [
            {
                "id": f"{row['site']}.{row['code']}",
                "name": row["name.en"],
                "quantity": int(row["quantity"] or 1),
                "trainees": int(row["trainees_per_machine"]),
            }
            for row in _rows(BUNDLE / "directory" / "machines.csv")
        ],
        "travel": [
            {"between": [row["origin"], row["destination"]], "minutes": int(row["minutes"])}
            for row in _rows(BUNDLE / "directory" / "travel-times.csv")
            if row["mode"] != "rail"
        ],
        "people": [{"id": one["code"], "name": one["name"]} for one in _yaml("resource-persons")],
        "groups": [
            {"id": row["code"], "name": row["name.en"], "size": int(row["size"])}
            for row in _rows(EDITION / "groups.csv")
        ],
        "pauses": [
            {"id": "lunch", "name": "lunch", "when": "daily 12:00-13:00", "spared": ["CUL", "TRV"]},
            {"id": "friday", "name": "the Friday prayer", "when": "fri 11:30-13:00"},
            {"id": "rest", "name": "the free day", "when": "2018-07-28"},
        ],
        "quiets": [{"id": "first", "name": "the first day", "when": "2018-07-18"}],
        "activities": list(_activities()),
        "limits": {"day_minutes": 720, "contact_minutes": 480, "sites": 4, "free_half_day_in": 7},
        "weights": {
            "site_day": 30,
            "contact_minute": 1,
            "contact_good": 360,
            "heavy_late": 20,
            "waiting_minute": 1,
            "trainer_minute": 1,
            "trainer_good": 300,
        },
    }


def _activities() -> Any:
    rows = [row for row in _rows(EDITION / "activities.csv") if row["session_type"] not in NOT_SESSIONS]
    for row in rows:
        each = row["attendance"] == "each-group"
        entry: dict[str, Any] = {
            "id": row["code"],
            "title": row["title.en"],
            "kind": row["session_type"],
            "minutes": int(row["minutes"]),
        }
        if each:
            entry["groups"], entry["each_group"] = row["groups"].split("; "), True
        heads = 5 if each else 20
        entry["rooms"] = _rooms_for(row, heads)
        if row["session_type"] == "TRV":
            entry["leaves"] = "htl-jkt" if row["sites"] == "htl-bdg" else "htl-bdg"
        entry["people"] = [name.split(" ")[0] for name in _split(row["people"])]
        entry["machines"] = dict(_machine(need) for need in _split(row["machines"]))
        days = f"{row['earliest_on']}..{row['latest_on']}"
        entry["when"] = f"{days} {PARTS[row['day_part']]}"
        if row["begins_at"]:
            entry["pin"] = {"begins": f"{row['earliest_on']} {row['begins_at']}"}
        entry["after"] = _split(row["after"]) + (["TRV-1"] if row["code"] == "TRV-2" else [])
        entry["heavy"] = row["session_type"] in HEAVY
        entry["contact"] = row["session_type"] not in NO_CONTACT
        yield {key: value for key, value in entry.items() if value not in ([], {}, "")}


def _rooms_for(row: dict[str, str], heads: int) -> list[str]:
    """Rooms of the kind asked for that have seats; of several, those that fit most closely."""
    site, kind = row["sites"], row["room_kind"]
    if not site:
        return []
    if not kind:
        return [f"{site}.yard"]
    rooms = [
        room
        for room in _rows(BUNDLE / "directory" / "rooms.csv")
        if room["site"] == site and (room["kind"] or "room") == kind and int(room["capacity"]) >= heads
    ]
    machines = {need.split(" ")[0].split("/")[1] for need in _split(row["machines"])}
    standing = {
        machine["room"]
        for machine in _rows(BUNDLE / "directory" / "machines.csv")
        if machine["site"] == site and machine["code"] in machines
    }
    return [f"{site}.{room['code']}" for room in rooms if not standing or room["code"] in standing]


def _yards() -> list[dict[str, Any]]:
    """A place of its own for what has no room at its site: transfers, and visits of small enterprises."""
    sites = {
        row["sites"]
        for row in _rows(EDITION / "activities.csv")
        if row["sites"] and not row["room_kind"] and row["session_type"] not in NOT_SESSIONS
    }
    holds = {site["code"]: site["largest_group"] for site in _yaml("sites")}
    return [
        {"id": f"{site}.yard", "name": "at the site", "site": site, "seats": holds[site]}
        for site in sorted(sites)
    ]


def _machine(need: str) -> tuple[str, int]:
    name, _, count = need.partition(" ")
    return name.replace("/", "."), int(count or 1)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _yaml(name: str) -> Any:
    return yaml.safe_load((BUNDLE / "directory" / f"{name}.yaml").read_text(encoding="utf-8"))


def text() -> str:
    """The file, to the byte."""
    return HEAD + yaml.safe_dump(programme(), sort_keys=False, allow_unicode=True, width=110)


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text(), encoding="utf-8")
