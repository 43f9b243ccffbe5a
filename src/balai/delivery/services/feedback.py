"""Giving feedback: once, and so that nobody can find out who said what."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction

from balai.delivery.models import FeedbackAnswer, FeedbackToken
from balai.delivery.models.feedback import LONGEST_VOICE
from balai.delivery.queries.presence import expected_at
from balai.delivery.queries.questionnaires import questionnaire
from balai.delivery.rules.feedback import may_answer, must_be_asked, must_be_once
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from balai.delivery.enums import FeedbackKind
    from balai.selection.models import Participant
    from balai.timetable.models import Slot


@transaction.atomic
def answer_feedback(  # noqa: PLR0913 -- each is named where it is called
    *,
    participant: Participant,
    kind: FeedbackKind,
    given: Mapping[str, str],
    voice: str = "",
    may_be_quoted: bool = False,
    slot: Slot | None = None,
    at: datetime,
) -> None:
    """Take an answer in. That somebody answered is kept apart from what; the trail says nothing of either.

    All answers of the questionnaire are laid down anew, with new keys and in any order: afterwards neither
    keys, nor the order of rows, nor their transactions lead to who answered last.

    Args:
        participant: who answers.
        kind: which questions.
        given: by question, the word of the choice; what is left out is not said.
        voice: in their own words.
        may_be_quoted: whether these may be told to others, without a name.
        slot: the session, as published, where it is about one; with ``groups`` and its timetable.
        at: the moment, which is not kept.

    Raises:
        RuleViolationError: ``feedback.…`` of :mod:`balai.delivery.rules.feedback`.
    """
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.edition_id)
    is_expected = slot is None or any(
        one.pk == participant.pk for one in expected_at([slot])[slot.session_id]
    )
    said = voice.strip()[:LONGEST_VOICE]
    enforce(
        may_answer(participant, kind, at=at, slot=slot, is_expected=is_expected)
        or must_be_asked(questionnaire(kind, edition), given, said)
    )
    session = slot.session_id if slot else None
    about: dict[str, Any] = {"edition": edition, "kind": kind, "session_id": session}
    _token, is_first = FeedbackToken.objects.get_or_create(participant=participant, **about)
    enforce(must_be_once(is_first=is_first))
    same = FeedbackAnswer.objects.filter(edition=edition, kind=kind, session=session)
    answers = [
        *same,
        FeedbackAnswer(
            given=dict(sorted(given.items())), voice=said, may_be_quoted=may_be_quoted and bool(said), **about
        ),
    ]
    same.delete()
    random.SystemRandom().shuffle(answers)
    for one in answers:
        one.pk = uuid4()
    FeedbackAnswer.objects.bulk_create(answers)
