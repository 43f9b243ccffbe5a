"""What each measure means, what it is counted from, and under which heading it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.reporting.enums import Measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

PEOPLE, LEARNED, AFTER, GIVEN = (
    _("Who took part"),
    _("What was taught and learned"),
    pgettext_lazy("programme", "What became of it"),
    _("What it took"),
)
HEADINGS = (PEOPLE, LEARNED, AFTER, GIVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A measure in words.

    Attributes:
        heading: one of :data:`HEADINGS`.
        definition: what is counted, in a sentence or two.
        source: the records that it is counted from.
        unit: of its values; empty for persons and where a figure names its own.
    """

    heading: StrOrPromise
    definition: StrOrPromise
    source: StrOrPromise
    unit: str = ""


_PARTICIPANTS = _("Participants as confirmed")
_PLANS = _("Action plans and the answers about them")

MEANINGS: Mapping[Measure, Meaning] = {
    Measure.PARTICIPANTS: Meaning(
        heading=PEOPLE,
        definition=_("Everybody whose place was confirmed and who did not withdraw, the host country included."),
        source=_PARTICIPANTS,
    ),
    Measure.WOMEN: Meaning(
        heading=PEOPLE,
        definition=_("Of the participants whose sex is recorded from the passport."),
        source=_PARTICIPANTS,
    ),
    Measure.COUNTRIES: Meaning(
        heading=PEOPLE,
        definition=_("Countries that nominated somebody who took part."),
        source=_PARTICIPANTS,
        unit="countries",
    ),
    Measure.HOURS: Meaning(
        heading=LEARNED,
        definition=_(
            "The mean over everybody who was noted at a session: the length of the sessions at which they were,"
            " of those kinds that count as contact hours."
        ),
        source=_("Presence lists and the published timetable"),
        unit="hours",
    ),
    Measure.SIGN_OFFS: Meaning(
        heading=LEARNED,
        definition=_(
            "Tasks at machines and workshops that a supervisor signed, at whatever level; of each person and task"
            " the last one. Beside it stands how many people they are of."
        ),
        source=_("Practice sign-offs"),
        unit="sign-offs",
    ),
    Measure.ALONE: Meaning(
        heading=LEARNED,
        definition=_("Of the people with a sign-off, those who did one task or more without help."),
        source=_("Practice sign-offs"),
    ),
    Measure.GAIN: Meaning(
        heading=LEARNED,
        definition=_(
            "The same people before and after: the mean difference of their shares of right answers, in percentage"
            " points, with the interval in which it lies with 95 percent confidence (bootstrap over people)."
            " There was no other group that was tested."
        ),
        source=_("Tests before and after, in parallel forms"),
        unit="points",
    ),
    Measure.FEEDBACK: Meaning(
        heading=LEARNED,
        definition=_("The mean of the answers; n people answered. Nobody knows who said what."),
        source=_("Questionnaire at the end"),
        unit="mean",
    ),
    Measure.CERTIFICATES: Meaning(
        heading=LEARNED,
        definition=_("Issued to participants who completed the programme by its rule, and neither withdrawn nor replaced."),
        source=_("Register of certificates; anybody can check each"),
    ),
    Measure.PLANS: Meaning(
        heading=AFTER,
        definition=_("Participants who handed in a plan of what they will do at home."),
        source=_PLANS,
    ),
    Measure.ENDORSED: Meaning(
        heading=AFTER,
        definition=_("Participants whose supervisor at home agreed to the plan."),
        source=_PLANS,
    ),
    Measure.HEARD: Meaning(
        heading=AFTER,
        definition=_(
            "Of all participants, those of whose plan an answer came. Of the others nothing is known; they may differ."
        ),
        source=_PLANS,
    ),
    Measure.ACTIVE: Meaning(
        heading=AFTER,
        definition=_(
            "Of all participants, those of whose plan one activity or more was told to be under way, done or changed."
        ),
        source=_PLANS,
    ),
    Measure.REACHED: Meaning(
        heading=AFTER,
        definition=_("As participants counted them in their last answer; n of them did. Some may be counted twice."),
        source=_PLANS,
    ),
    Measure.YEAR: Meaning(
        heading=AFTER,
        definition=_(
            "Who said yes, of those who answered, with the interval of 95 percent (Wilson). The two groups were not"
            " drawn by lot: a panel chose, so they differed before the programme began, and who answers may differ"
            " from who does not. A difference is a hint, and no proof that the programme caused it."
        ),
        source=_("Questions a year later to participants and to reserves who did not take part"),
        unit="percent",
    ),
    Measure.CASH: Meaning(
        heading=GIVEN,
        definition=_("What was booked and not taken back, by whom it was paid, in the currency in which it was paid."),
        source=_("The book of spending"),
    ),
    Measure.IN_KIND: Meaning(
        heading=GIVEN,
        definition=_("Valued by the method that is written beside each booking, and never added to cash."),
        source=_("The book of spending"),
    ),
    Measure.COST: Meaning(
        heading=GIVEN,
        definition=_("All that was booked, in cash and in kind, divided by the participants."),
        source=_("The book of spending"),
    ),
}  # fmt: skip
