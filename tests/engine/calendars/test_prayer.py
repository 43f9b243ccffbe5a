from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.engine.calendars.prayer import KEMENAG_PRECAUTION_MINUTES, FridayBlock, Place, dhuhr, friday_block
from tests.engine.calendars.reference import BANDUNG, JAKARTA

ZONES = (
    "Asia/Jakarta",
    "Asia/Kathmandu",
    "Asia/Kabul",
    "Pacific/Auckland",
    "Pacific/Fiji",
    "America/Santiago",
)


@pytest.mark.parametrize(
    ("place", "on", "begins"),
    [
        (JAKARTA, dt.date(2018, 7, 20), dt.time(11, 59)),
        (JAKARTA, dt.date(2018, 7, 27), dt.time(11, 59)),
        (BANDUNG, dt.date(2018, 7, 20), dt.time(11, 56)),
        (BANDUNG, dt.date(2018, 7, 27), dt.time(11, 56)),
    ],
)
def test_dhuhr_on_the_fridays_of_the_reference_programme(place: Place, on: dt.date, begins: dt.time) -> None:
    """The reference case has these from another library (adhanpy 1.0.5, Muslim World League)."""
    assert dhuhr(place, on).time() == begins


def test_the_block_of_the_reference_programme_is_half_past_eleven_to_one() -> None:
    assert friday_block(BANDUNG, dt.date(2018, 7, 27)) == FridayBlock(
        place="Bandung",
        on=dt.date(2018, 7, 27),
        noon=dt.time(11, 56),
        dhuhr=dt.time(11, 56),
        begins=dt.time(11, 30),
        ends=dt.time(13, 0),
    )


def test_an_authoritys_minutes_of_precaution_are_added() -> None:
    place = Place(
        name="Jakarta",
        latitude=-6.232,
        longitude=106.822,
        zone="Asia/Jakarta",
        precaution_minutes=KEMENAG_PRECAUTION_MINUTES,
    )

    block = friday_block(place, dt.date(2018, 7, 20))

    assert (block.noon, block.dhuhr) == (dt.time(11, 59), dt.time(12, 1))


def test_a_thursday_has_no_friday_prayer() -> None:
    with pytest.raises(ValueError, match="2018-07-19 is no Friday"):
        friday_block(JAKARTA, dt.date(2018, 7, 19))


LONGITUDES = {
    "Asia/Jakarta": (95, 110), "Asia/Kathmandu": (80, 88), "Asia/Kabul": (60, 75),
    "Pacific/Auckland": (166, 179), "Pacific/Fiji": (176, 180), "America/Santiago": (-76, -66),
}  # fmt: skip


@settings(deadline=None)
@given(
    st.sampled_from(ZONES),
    st.floats(0, 1),
    st.floats(-55, 55),
    st.dates(dt.date(2001, 1, 1), dt.date(2035, 12, 31)),
)
def test_dhuhr_agrees_with_spencers_formula_wherever_people_live(
    zone: str, share: float, latitude: float, on: dt.date
) -> None:
    """J. W. Spencer, Fourier series representation of the position of the sun, 1971: to 35 seconds."""
    west, east = LONGITUDES[zone]
    longitude = west + share * (east - west)

    found = dhuhr(Place(name="there", latitude=latitude, longitude=longitude, zone=zone), on)

    angle = 2 * math.pi * (on.timetuple().tm_yday - 1) / 365
    equation = 229.18 * (
        0.000075
        + 0.001868 * math.cos(angle)
        - 0.032077 * math.sin(angle)
        - 0.014615 * math.cos(2 * angle)
        - 0.040849 * math.sin(2 * angle)
    )
    midnight = dt.datetime.combine(on, dt.time(), dt.UTC)
    expected = midnight + dt.timedelta(minutes=720 - 4 * longitude - equation)
    assert found.date() == on
    assert abs(found - expected) < dt.timedelta(minutes=2)
