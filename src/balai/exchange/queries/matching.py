"""Which offers fit a need, and why: counted by the database through its indexes, one question for any needs.

A need and an offer are compared when they share a word, a topic or a technology, or their titles are alike.
The points are a sum that anybody can do again (:data:`MOST` says what each part gives at most)::

    technology  30  the need names the technology that is offered
    words       30  5 for each word in common, 10 for one that stands in the title of the offer
    topics      20  10 for each topic in common
    category    10  both are about the same: a machine, a training, …
    alike       10  how alike the titles are, letter by letter (trigrams), from 0 to 10

Words are compared by their stems, in the language in which they were written. Where offers have the same
points, they come by title.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext, ngettext

from balai.directory.models import Topic
from balai.exchange.models import Card

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

MOST: Mapping[str, int] = {"technology": 30, "words": 30, "topics": 20, "category": 10, "alike": 10}
SHOWN = 5
"""Offers for one need."""

FIT = """
WITH need AS (
    SELECT id, title, words, stems, heading, category, technology_id, person_id, organisation_id
    FROM balai_exchange_card WHERE id = ANY(%(needs)s)
), said AS (
    SELECT need.id AS need_id, stem, min(word) AS word
    FROM need
    CROSS JOIN LATERAL (
        SELECT key, value FROM jsonb_each_text(need.title)
        UNION ALL SELECT key, value FROM jsonb_each_text(need.words)
    ) AS text
    CROSS JOIN LATERAL regexp_split_to_table(lower(value), '[^[:alnum:]]+') AS word
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector(
        CASE key WHEN 'en' THEN 'english'::regconfig WHEN 'id' THEN 'indonesian'::regconfig
        ELSE 'simple'::regconfig END, word))) AS stem
    WHERE length(word) > 2
    GROUP BY need.id, stem
), asked AS (
    SELECT need_id, array_agg(stem) AS stems, string_agg(quote_literal(stem), ' | ')::tsquery AS any_of
    FROM said GROUP BY need_id
), near AS (
    SELECT asked.need_id, offer.id
    FROM asked JOIN balai_exchange_card AS offer
        ON offer.stems @@ asked.any_of AND offer.kind = 'offer' AND offer.withdrawn_at IS NULL
    UNION
    SELECT need.id, offer.id
    FROM need JOIN balai_exchange_card AS offer
        ON offer.technology_id = need.technology_id AND offer.kind = 'offer' AND offer.withdrawn_at IS NULL
    UNION
    SELECT need.id, other.card_id
    FROM need JOIN balai_exchange_card_topic AS own ON own.card_id = need.id
    JOIN balai_exchange_card_topic AS other ON other.topic_id = own.topic_id
    UNION
    SELECT need.id, offer.id
    FROM need JOIN balai_exchange_card AS offer
        ON offer.heading %% need.heading AND offer.kind = 'offer' AND offer.withdrawn_at IS NULL
), counted AS (
    SELECT near.need_id, offer.id, offer.heading,
        CASE WHEN offer.technology_id = need.technology_id THEN 30 ELSE 0 END AS technology,
        ARRAY(
            SELECT unnest(asked.stems) INTERSECT SELECT unnest(tsvector_to_array(offer.stems))
        ) AS common,
        tsvector_to_array(ts_filter(offer.stems, '{a}')) AS in_title,
        (
            SELECT array_agg(own.topic_id) FROM balai_exchange_card_topic AS own
            JOIN balai_exchange_card_topic AS other ON other.topic_id = own.topic_id
            WHERE own.card_id = need.id AND other.card_id = offer.id
        ) AS topics,
        CASE WHEN offer.category = need.category THEN 10 ELSE 0 END AS category,
        round(10 * similarity(offer.heading, need.heading))::int AS alike
    FROM near
    JOIN need ON need.id = near.need_id
    LEFT JOIN asked ON asked.need_id = near.need_id
    JOIN balai_exchange_card AS offer ON offer.id = near.id
    WHERE offer.kind = 'offer' AND offer.withdrawn_at IS NULL
        AND (offer.until IS NULL OR offer.until >= %(on)s)
        AND (need.person_id IS NULL OR offer.person_id IS DISTINCT FROM need.person_id)
        AND (need.organisation_id IS NULL OR offer.organisation_id IS DISTINCT FROM need.organisation_id)
), summed AS (
    SELECT need_id, id, heading, technology, common, topics, category, alike,
        least(30, 5 * cardinality(common) + 5 * (
            SELECT count(*) FROM unnest(common) AS stem WHERE stem = ANY(in_title)
        ))::int AS words,
        least(20, 10 * coalesce(cardinality(topics), 0))::int AS by_topics
    FROM counted
), ranked AS (
    SELECT *, technology + words + by_topics + category + alike AS points,
        row_number() OVER (
            PARTITION BY need_id
            ORDER BY technology + words + by_topics + category + alike DESC, heading, id
        ) AS place
    FROM summed
)
SELECT need_id, id, technology, words, by_topics, category, alike, topics,
    ARRAY(SELECT word FROM said WHERE said.need_id = ranked.need_id AND stem = ANY(common) ORDER BY word)
FROM ranked WHERE place <= %(most)s ORDER BY need_id, place
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One offer that fits a need.

    Attributes:
        parts: the points of each part, as :data:`MOST` names them; their sum is ``points``.
        words: of the need, that the offer says too.
        topics: in common.
    """

    offer: Card
    parts: Mapping[str, int]
    words: Sequence[str]
    topics: Sequence[Topic]

    @property
    def points(self) -> int:
        """Of 100."""
        return sum(self.parts.values())

    @property
    def why(self) -> list[str]:
        """Each part that gives points, in words with its figure."""
        found = {
            "technology": gettext("the very technology that is asked for"),
            "words": ngettext("a word in common: %(words)s", "words in common: %(words)s", len(self.words))
            % {"words": ", ".join(self.words)},
            "topics": ngettext(
                "a topic in common: %(topics)s", "topics in common: %(topics)s", len(self.topics)
            )
            % {"topics": ", ".join(str(topic) for topic in self.topics)},
            "category": gettext("both are about: %(what)s") % {"what": self.offer.get_category_display()},
            "alike": gettext("the titles are alike"),
        }
        return [f"{found[name]} (+{points})" for name, points in self.parts.items() if points]

    @property
    def kept(self) -> dict[str, Any]:
        """As a match keeps it."""
        return {
            "parts": dict(self.parts),
            "words": list(self.words),
            "topics": [topic.code for topic in self.topics],
        }


def offers_for(needs: Collection[UUID], *, on: dt.date, most: int = SHOWN) -> dict[UUID, list[Fit]]:
    """The offers that fit each of these needs best, with why; three questions for any number of needs."""
    with connection.cursor() as cursor:
        cursor.execute(FIT, {"needs": list(needs), "on": on, "most": most})
        rows = cursor.fetchall()
    cards = Card.objects.select_related("organisation", "technology", "country").in_bulk(
        [row[1] for row in rows]
    )
    topics = Topic.objects.in_bulk({key for row in rows for key in row[7] or ()})
    found: dict[UUID, list[Fit]] = defaultdict(list)
    for need, offer, technology, words, by_topics, category, alike, shared, said in rows:
        parts = {
            "technology": technology,
            "words": words,
            "topics": by_topics,
            "category": category,
            "alike": alike,
        }
        found[need].append(
            Fit(
                offer=cards[offer],
                parts=parts,
                words=said,
                topics=sorted((topics[key] for key in shared or ()), key=lambda topic: topic.code),
            )
        )
    return dict(found)


def fit_of(need: Card, offer: Card, *, on: dt.date) -> Fit | None:
    """How one offer fits a need, where it is among the fifty that fit best."""
    return next(
        (fit for fit in offers_for([need.pk], on=on, most=50).get(need.pk, ()) if fit.offer == offer), None
    )
