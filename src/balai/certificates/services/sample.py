"""The end of the sample programme: who completed it, and twenty certificates that say they are samples.

By the deeds that pages use: the rule decides where everything it asks for is recorded, else the officer does,
and says so. The certificates' issuer, name and paper bear the mark of the demonstration.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.certificates.enums import Criterion, Outcome
from balai.certificates.queries.certificates import waiting_for_certificates
from balai.certificates.rules.access import may_certify
from balai.certificates.services.completing import decide_by_rule, decide_completion, standings
from balai.certificates.services.designing import (
    proposed_design,
    remove_signatory,
    write_design,
    write_signatory,
)
from balai.certificates.services.issuing import ask_for_certificates, work_through
from balai.kernel.sample import Stage
from balai.kernel.translated import TranslatedText
from balai.programmes.models import Edition
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.selection.services.sample.moments import REFERENCE, officer_of_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

DESIGNED = dt.datetime(2018, 7, 25, 3, tzinfo=dt.UTC)
DECIDED = dt.datetime(2018, 7, 30, 14, tzinfo=dt.UTC)
ISSUED = dt.datetime(2018, 7, 30, 15, tzinfo=dt.UTC)
SIGN: Mapping[str, TranslatedText] = {
    "setneg": TranslatedText(
        en="Head of the Bureau for Foreign Technical Cooperation",
        id="Kepala Biro Kerja Sama Teknik Luar Negeri",
    ),
    "colombo-plan-secretariat": TranslatedText(en="Secretary-General", id="Sekretaris Jenderal"),
    "dg-ikm": TranslatedText(
        en="Director General for Small and Medium Industry",
        id="Direktur Jenderal Industri Kecil dan Menengah",
    ),
}
"""Who signs for which organiser, by office only; the ministry signs through its directorate general."""
REASON = "Presence and required activities meet the rule; safety briefings and reports are not recorded in this sample."


def life_of_certificates() -> list[Stage]:
    """The wording, the decisions and the certificates, where there is the reference programme."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    return [
        Stage(name=f"sample:certificates:{name}", label=label, at=at, do=partial(_do, do, edition))
        for name, label, at, do in STAGES
    ]


def _do(do: Callable[[Edition], None], edition: Edition) -> None:
    edition.refresh_from_db()
    if may_certify(edition) is None:
        do(edition)


def _design(edition: Edition) -> None:
    officer = officer_of_sample().reference
    proposed = proposed_design(edition, at=DESIGNED)
    names = ("title", "before", "after", "language", "place", "dated_on")
    values = {name: getattr(proposed, name) for name in names}
    design = write_design(edition=edition, values=values, actor=officer, at=DESIGNED)
    for one in list(design.signatories.select_related("organisation")):
        office = SIGN.get(one.organisation.code)
        if office is None:
            remove_signatory(signatory=one, actor=officer, at=DESIGNED)
        else:
            write_signatory(
                design=design, signatory=one, values={"office": office}, actor=officer, at=DESIGNED
            )


def _decide(edition: Edition) -> None:
    officer = officer_of_sample().reference
    decide_by_rule(edition=edition, actor=officer, at=DECIDED)
    left = list(
        Participant.objects.filter(
            edition=edition, state=ParticipantState.CONFIRMED, completion=None
        ).values_list("pk", flat=True)
    )
    for key, standing in standings(edition, left).items():
        asked = (standing.known.get(code) for code in (Criterion.PRESENCE, Criterion.ACTIVITIES))
        if all(one is not None and one.is_met for one in asked):
            decide_completion(
                participant_id=key, outcome=Outcome.COMPLETED, reason=REASON, actor=officer, at=DECIDED
            )


def _issue(edition: Edition) -> None:
    if waiting_for_certificates(edition).exists():
        batch = ask_for_certificates(edition=edition, actor=officer_of_sample().reference, at=ISSUED)
        work_through(batch_id=batch.pk, at=ISSUED)


STAGES: Sequence[tuple[str, StrOrPromise, dt.datetime, Callable[[Edition], None]]] = (
    ("designed", _("certificates are worded"), DESIGNED, _design),
    ("decided", _("completion is decided"), DECIDED, _decide),
    ("issued", _("certificates are issued"), ISSUED, _issue),
)
