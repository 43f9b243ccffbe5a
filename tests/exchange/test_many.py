"""Twenty thousand offers: a need finds what fits it through the indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from balai.exchange.queries.matching import FIT, offers_for
from tests.exchange.factories import AT, UNTIL, card
from tests.tables import owner_connection
from tests.timetable.factories import NOON

if TYPE_CHECKING:
    from tests.delivery.factories import Delivered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ON = NOON.date()
MANY = """
INSERT INTO balai_exchange_card
    (id, kind, edition_id, person_id, country_id, category, title, words, until, entered_at, entered_by)
SELECT gen_random_uuid(), 'offer', %s, %s, 'LA', 'machine',
    jsonb_build_object('en', (ARRAY['Kiln', 'Loom', 'Mill', 'Press', 'Blade'])[1 + n %% 5]
        || ' number' || n || ' of village' || n %% 997),
    jsonb_build_object('en', 'It makes part' || n %% 4999 || ' for a workshop' || n %% 211),
    %s, %s, 'person:officer'
FROM generate_series(1, 20000) AS n
"""


def test_twenty_thousand_offers_are_looked_up_by_their_indexes(world: Delivered) -> None:
    given: list[Any] = [world.edition.pk, world.people[1].person_id, UNTIL, AT]
    with connection.cursor() as cursor:
        cursor.execute(MANY, given)
    need = card(
        world.edition,
        world.people[0].person,
        "A loom of village17",
        words={"en": "We want part4711 and a workshop13."},
    )
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute("ANALYZE balai_exchange_card")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {FIT}", {"needs": [need.pk], "on": ON, "most": 5})
        plan = "\n".join(row[0] for row in cursor.fetchall())

    fits = offers_for([need.pk], on=ON)[need.pk]

    assert ("exchange_offer_by_stems" in plan, "exchange_offer_alike" in plan) == (True, True)
    assert [len(fits), fits[0].words] == [5, ["loom", "village17"]]
