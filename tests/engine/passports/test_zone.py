from __future__ import annotations

import datetime as dt

import pytest

from balai.engine.passports.zone import (
    FILLER,
    LENGTH,
    Typed,
    UnreadableZoneError,
    Zone,
    check_digit,
    differences,
    read_zone,
)

SPECIMEN = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
"""ICAO Doc 9303, part 4, appendix B."""

ANNA = Typed(
    given_names="Anna Maria",
    family_name="Eriksson",
    number="L898902C3",
    nationality="UTO",
    birth_on=dt.date(1974, 8, 12),
    until=dt.date(2012, 4, 15),
    sex="F",
)


def zone_of(names: str, *, number: str = "E00009413", nationality: str = "BTN", sex: str = "F") -> str:
    """A zone with sound check digits."""
    first = f"P<{nationality:<3}{names}".replace(" ", FILLER).ljust(LENGTH, FILLER)[:LENGTH]
    number = number.ljust(9, FILLER)
    parts = [number + check_digit(number), f"{nationality:<3}".replace(" ", FILLER)]
    parts += ["850203" + check_digit("850203"), sex, "220501" + check_digit("220501")]
    parts.append(FILLER * 15)
    checked = parts[0] + parts[2] + parts[4] + parts[5]
    return first + "".join(parts) + check_digit(checked)


def test_the_specimen_reads_as_it_is_printed() -> None:
    assert read_zone(SPECIMEN) == Zone(
        issuer="UTO",
        nationality="UTO",
        family="ERIKSSON",
        given="ANNA MARIA",
        is_cut=False,
        number="L898902C3",
        birth="740812",
        until="120415",
        sex="F",
        wrong=(),
    )
    assert differences(read_zone(SPECIMEN), ANNA) == ()


def test_every_digit_that_is_changed_is_found_in_the_specimen() -> None:
    start = SPECIMEN.replace("\n", "")
    parts = {(0, 10): "number", (13, 20): "birth", (21, 28): "until", (28, 43): "optional"}
    for (begin, end), name in parts.items():
        for place in range(LENGTH + begin, LENGTH + end):
            if start[place] in {FILLER, "Z"}:
                continue
            # One more: no weight makes a multiple of ten of it, as it does of a letter and its tens.
            other = "0" if start[place] == "9" else chr(ord(start[place]) + 1)
            wrong = read_zone(start[:place] + other + start[place + 1 :]).wrong
            assert name in wrong, place


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"given_names": "Anna"}, ("name",)),
        ({"family_name": "Erikson"}, ("name",)),
        ({"number": "l898902c-3"}, ()),
        ({"number": "L898902C4"}, ("number",)),
        ({"nationality": "BTN"}, ("nationality",)),
        ({"birth_on": dt.date(1974, 12, 8)}, ("birth",)),
        ({"until": dt.date(2012, 4, 16)}, ("until",)),
        ({"sex": "M"}, ("sex",)),
        ({"given_names": "", "family_name": "", "number": ""}, ()),
    ],
)
def test_what_differs_is_named(change: dict[str, object], found: tuple[str, ...]) -> None:
    typed = Typed(**{**{name: getattr(ANNA, name) for name in ANNA.__slots__}, **change})

    assert differences(read_zone(SPECIMEN), typed) == found


@pytest.mark.parametrize(
    ("family", "given", "names"),
    [
        ("O’Connor", "Siobhán", "OCONNOR<<SIOBHAN"),
        ("Müller-Grün", "Jörg", "MUELLER<GRUEN<<JOERG"),
        ("Müller-Grün", "Jörg", "MULLER<GRUEN<<JORG"),
        ("Muñoz", "Peña", "MUNOZ<<PENXXA"),
        ("Weiß", "Åsa", "WEISS<<AASA"),
        ("Nguyễn", "Thị Hồng", "NGUYEN<<THI<HONG"),
        ("Đặng", "Văn An", "DANG<<VAN<AN"),
        ("", "Sukarman", "SUKARMAN"),
        ("Şahin", "İpek Işıl", "SAHIN<<IPEK<ISIL"),
    ],
)
def test_names_are_written_as_the_states_may_write_them(family: str, given: str, names: str) -> None:
    zone = read_zone(zone_of(names))

    assert zone.wrong == ()
    assert differences(zone, Typed(family_name=family, given_names=given)) == ()
    assert differences(zone, Typed(family_name=family, given_names=given + "x")) == ("name",)


def test_a_name_that_is_cut_is_compared_as_far_as_it_goes() -> None:
    zone = read_zone(zone_of("WARNAKULASURIYA<<NIMALSIRI<PRIYANTHA<FERNANDO"))

    assert zone.is_cut
    typed = Typed(family_name="Warnakulasuriya", given_names="Nimalsiri Priyantha Fernando")
    assert differences(zone, typed) == ()
    assert differences(zone, Typed(family_name="Warnakula", given_names="Nimalsiri")) == ("name",)


def test_an_unknown_part_of_a_birth_date_and_germany_are_let_pass() -> None:
    zone = read_zone(zone_of("MUSTERMANN<<ERIKA", nationality="D"))

    assert differences(zone, Typed(nationality="DEU")) == ()
    text = SPECIMEN.replace("7408122", "74<<<<" + check_digit("74<<<<"))
    assert differences(read_zone(text), Typed(birth_on=dt.date(1974, 3, 1))) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SPECIMEN[:-1], "length"),
        (SPECIMEN.replace("ANNA", "ANN*"), "character"),
        ("V" + SPECIMEN[1:], "kind"),
    ],
)
def test_what_is_no_zone_is_told_apart(text: str, reason: str) -> None:
    with pytest.raises(UnreadableZoneError) as refused:
        read_zone(text)

    assert refused.value.reason == reason
