"""Who writes and publishes: by the grants that the asker holds now, within their scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.newsroom.enums import ArticleState
from balai.newsroom.models import Article
from balai.people.enums import EVERYWHERE, Role
from balai.programmes.queries import editions_in_order
from balai.programmes.queries.scopes import covered, covers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from balai.newsroom.rules.binding import Fault
    from balai.people.models import Grant
    from balai.programmes.models import Edition

WRITERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER, Role.PRESS_OFFICER})
"""They write, publish, correct and withdraw."""
READERS = WRITERS | {Role.SECRETARIAT, Role.AUDITOR}
"""They see drafts, too."""
MEMBERS = READERS | {Role.PARTICIPANT, Role.ALUMNUS, Role.FOCAL_POINT, Role.RESOURCE_PERSON}
"""They read what is written for participants and alumni."""


def may_write(grants: Iterable[Grant], edition: Edition | None) -> Refusal | None:
    """The press officer and the office of the edition; of none, those whose role holds everywhere."""
    scopes = {EVERYWHERE} if edition is None else {EVERYWHERE, edition.scope}
    if any(grant.role in WRITERS and grant.scope in scopes for grant in grants):
        return None
    return Refusal("article.not_written_by_you", _("A press officer of this edition writes this."))


def may_publish(article: Article, faults: list[Fault]) -> Refusal | None:
    """Refuse while something in the article is wrong or missing; the first fault is told."""
    if not faults:
        return None
    first = faults[0]
    return Refusal(
        "article.not_right",
        _("Faults: %(number)s. %(place)s: “%(value)s”. %(message)s %(remedy)s")
        % {
            "number": len(faults),
            "place": first.place,
            "value": first.value,
            "message": first.message,
            "remedy": first.remedy,
        },
    )


def may_withdraw(article: Article) -> Refusal | None:
    """Only what can be read can be taken from readers."""
    if article.state == ArticleState.PUBLISHED:
        return None
    return Refusal("article.not_public", _("This article is not public."))


def may_correct(article: Article) -> Refusal | None:
    """A draft is changed, not corrected."""
    if article.published_id is not None:
        return None
    return Refusal("article.never_public", _("This article was never public. Change its text."))


def readable_articles(grants: Iterable[Grant]) -> QuerySet[Article]:
    """The articles that somebody sees in the newsroom's list."""
    return Article.objects.select_related("edition").filter(covered(grants, READERS))


def reads_drafts_of(grants: Iterable[Grant], edition: Edition) -> bool:
    """Whether somebody sees what is not public yet about an edition."""
    return covers(grants, READERS, edition)


def editions_to_write_about(grants: Iterable[Grant]) -> QuerySet[Edition]:
    """The editions that somebody may write about, the newest first."""
    return editions_in_order().filter(covered(grants, WRITERS, "pk"))
