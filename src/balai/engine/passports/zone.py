"""The machine-readable zone of a passport: two lines of 44 characters (TD3).

In: the two lines as somebody typed or read them, and what was typed beside. Out: what the zone says, which of
its check digits are wrong, and where it differs from what was typed. No picture is read here: a scan would
need character recognition, which is not in the product.

Source:
    ICAO Doc 9303, eighth edition (2021): part 3, sections 4.9 (check digits) and 6 (transliteration), and
    part 4, section 4.2 (the zone of TD3). The specimen of part 4, appendix B, is a test.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

LENGTH = 44
NAMES = 39
"""Characters for the names; longer ones are cut."""
FILLER = "<"
WEIGHTS = (7, 3, 1)
_VALUES = {character: number for number, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {
    FILLER: 0
}

LETTERS = {
    "Ä": ("AE", "A"),
    "Å": ("AA", "A"),
    "Æ": ("AE",),
    "Ç": ("C",),
    "Đ": ("D",),
    "Ð": ("D",),
    "Ħ": ("H",),
    "I": ("I",),
    "İ": ("I",),
    "ı": ("I",),
    "Ĳ": ("IJ",),
    "Ł": ("L",),
    "Ñ": ("N", "NXX"),
    "Ŋ": ("N",),
    "Ö": ("OE", "O"),
    "Ø": ("OE",),
    "Œ": ("OE",),
    "ẞ": ("SS",),
    "ß": ("SS",),
    "Þ": ("TH",),
    "Ŧ": ("T",),
    "Ü": ("UE", "UXX", "U"),
}
"""Letters that do not simply lose their mark, with every way in which states may write them (section 6.A)."""


class UnreadableZoneError(ValueError):
    """This is not a zone: too short, too long, or with a character that none has; ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """What a zone says.

    Attributes:
        issuer, nationality: three letters each, as ICAO writes them (``D`` for Germany).
        family: the primary identifier, its parts apart by spaces.
        given: the secondary one; empty for who has one name.
        is_cut: whether the names fill their field, so that something may be missing.
        number: of the passport.
        birth, until: six digits, year first, with ``<`` where a part is not known.
        sex: M, F, or empty.
        wrong: parts whose check digit does not fit: number, birth, until, optional, all.
    """

    issuer: str
    nationality: str
    family: str
    given: str
    is_cut: bool
    number: str
    birth: str
    until: str
    sex: str
    wrong: tuple[str, ...]


def check_digit(part: str) -> str:
    """The check digit of a part: weights 7, 3, 1, modulo 10."""
    return str(sum(_VALUES[one] * WEIGHTS[place % 3] for place, one in enumerate(part)) % 10)


def read_zone(text: str) -> Zone:
    """Read a zone.

    Args:
        text: both lines; case, and spaces between or within them, do not matter.

    Raises:
        UnreadableZoneError: ``length``, ``character`` or ``kind``.
    """
    plain = re.sub(r"\s", "", text).upper().replace("«", FILLER * 2)
    if len(plain) != 2 * LENGTH:
        raise UnreadableZoneError("length")
    if not set(plain) <= set(_VALUES):
        raise UnreadableZoneError("character")
    first, second = plain[:LENGTH], plain[LENGTH:]
    if first[0] != "P":
        raise UnreadableZoneError("kind")
    names = first[5:]
    family, _, given = names.rstrip(FILLER).partition(FILLER * 2)
    checked = {
        "number": (second[0:9], second[9]),
        "birth": (second[13:19], second[19]),
        "until": (second[21:27], second[27]),
        "optional": (second[28:42], second[42]),
        "all": (second[0:10] + second[13:20] + second[21:43], second[43]),
    }
    return Zone(
        issuer=first[2:5].rstrip(FILLER),
        nationality=second[10:13].rstrip(FILLER),
        family=_spaced(family),
        given=_spaced(given),
        is_cut=not names.endswith(FILLER),
        number=second[0:9].rstrip(FILLER),
        birth=second[13:19],
        until=second[21:27],
        sex=second[20].rstrip(FILLER),
        wrong=tuple(name for name, (part, digit) in checked.items() if not _fits(name, part, digit)),
    )


def _fits(name: str, part: str, digit: str) -> bool:
    # An optional part that is empty may have a filler for its digit (part 4, 4.2.2.2, position 43).
    if name == "optional" and digit == FILLER:
        return not part.strip(FILLER)
    return check_digit(part) == digit


def _spaced(part: str) -> str:
    return " ".join(piece for piece in part.split(FILLER) if piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person typed; an empty text or None is not compared.

    Attributes:
        nationality: three letters (ISO 3166-1 alpha-3).
        sex: M, F or X.
    """

    given_names: str = ""
    family_name: str = ""
    number: str = ""
    nationality: str = ""
    birth_on: dt.date | None = None
    until: dt.date | None = None
    sex: str = ""


def differences(zone: Zone, typed: Typed) -> tuple[str, ...]:
    """Where a zone differs from what was typed: name, number, nationality, birth, until, sex."""
    number = re.sub(r"[^0-9A-Z]", "", typed.number.upper())
    found = {
        "name": bool(typed.given_names or typed.family_name) and not _names_fit(zone, typed),
        "number": bool(number) and number != zone.number.replace(FILLER, ""),
        "nationality": bool(typed.nationality) and _state(typed.nationality) != zone.nationality,
        "birth": typed.birth_on is not None and not _date_fits(zone.birth, typed.birth_on),
        "until": typed.until is not None and not _date_fits(zone.until, typed.until),
        # ICAO writes a filler for who is neither; X is printed elsewhere.
        "sex": bool(typed.sex) and typed.sex.replace("X", "") != zone.sex,
    }
    return tuple(name for name, differs in found.items() if differs)


def _state(code: str) -> str:
    # Doc 9303 part 3, section 5: Germany alone has one letter.
    return "D" if code == "DEU" else code


def _date_fits(six: str, day: dt.date) -> bool:
    written = day.strftime("%y%m%d")
    return all(there in (FILLER, here) for there, here in zip(six, written, strict=True))


def _names_fit(zone: Zone, typed: Typed) -> bool:
    """Whether the zone's names are one of the ways to write those that were typed."""
    family, given = typed.family_name.strip(), typed.given_names.strip()
    if not family:  # who has one name has it as the primary identifier
        family, given = given, ""
    if zone.is_cut:
        return _begins(family, zone.family) and (not zone.given or _begins(given, zone.given))
    return _equals(family, zone.family) and _equals(given, zone.given)


def _equals(name: str, there: str) -> bool:
    return re.fullmatch(_pattern(name), there) is not None


def _begins(name: str, there: str) -> bool:
    """Whether what is there is the beginning of a way to write the name."""
    return any(re.fullmatch(_pattern(name[:length]), there) is not None for length in range(len(name), 0, -1))


def _pattern(name: str) -> str:
    """A pattern of every way in which a zone may write a name (section 6)."""
    parts: list[str] = []
    for character in unicodedata.normalize("NFC", name):
        upper = "ẞ" if character == "ß" else character.upper()
        if upper in LETTERS or (len(upper) == 1 and "A" <= upper <= "Z"):
            ways = LETTERS.get(upper, (upper,))
        elif character in "'’ʼ‘`´.":  # left out; some states put a filler in place of a full stop
            ways = ("", " ") if character == "." else ("",)
        elif character.isspace() or character in "-‐‑–,":
            ways = (" ",)
        else:
            base = unicodedata.normalize("NFD", upper)[0]
            ways = (base,) if "A" <= base <= "Z" else ("[A-Z]+",)  # another script: no rule to hold it to
        parts.append(f"(?:{'|'.join(ways)})")
    return re.sub(r"(?:\(\?: \))+", " +", "".join(parts)).strip()
