"""A judgement as it is told to people: one sentence, what the certificate says, and what was checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language, gettext

from balai.certificates.enums import CertificateState
from balai.engine.badges.strict import Reason
from balai.engine.badges.verify import Verdict
from balai.office.queries import office_zone
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from balai.certificates.models import Certificate
    from balai.certificates.queries.checking import Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing that was checked, and what was found."""

    what: str
    found: str
    is_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the page of a check shows.

    Attributes:
        kind: ok, gone (withdrawn or replaced), none (unknown, or not to be relied on).
        title, sentence: the judgement.
        flag: of the person's country, in two letters.
        rows: what the certificate says, label and words.
        checked: what was looked at.
        replaced_by: the number of the certificate that counts instead; empty if there is none.
        download: where the signed file is; empty if there is none here.
        is_sample: whether all of it is made up.
    """

    kind: str
    title: str
    sentence: str
    flag: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    checked: tuple[Checked, ...] = ()
    replaced_by: str = ""
    download: str = ""
    is_sample: bool = False


def _now(at: dt.datetime) -> str:
    zone = office_zone()
    place = zone.rpartition("/")[2].replace("_", " ")
    local = at.astimezone(ZoneInfo(zone))
    return gettext("Checked now, %(day)s, %(time)s in %(place)s.") % {
        "day": wording.date(local.date()),
        "time": wording.clock(local),
        "place": place,
    }


def check_of(certificate: Certificate, *, at: dt.datetime, country: str) -> Check:
    """The judgement of a certificate of ours, by its number."""
    title, sentence, kind, standing = _standing(certificate)
    return Check(
        kind=kind,
        title=title,
        sentence=f"{_now(at)} {sentence}",
        flag=certificate.country,
        rows=_rows(certificate, country),
        checked=(
            Checked(what=gettext("Number"), found=gettext("it is one of ours"), is_good=True),
            Checked(
                what=gettext("Contents"),
                found=gettext("as they were issued; compare them with the paper"),
                is_good=True,
            ),
            standing,
        ),
        replaced_by=_successor(certificate),
        download=reverse("credentials:credential_as", args=[certificate.pk, "json"]),
        is_sample=certificate.is_sample,
    )


def _standing(certificate: Certificate) -> tuple[str, str, str, Checked]:
    status = gettext("Status")
    if certificate.state == CertificateState.VALID:
        return (
            gettext("This certificate is genuine"),
            gettext("We issued it, and it is still valid."),
            "ok",
            Checked(what=status, found=gettext("not withdrawn"), is_good=True),
        )
    on = wording.date(_local(certificate.revoked_at).date()) if certificate.revoked_at else ""
    if certificate.state == CertificateState.SUPERSEDED:
        return (
            gettext("This certificate was replaced"),
            gettext("We issued it, and replaced it on %(day)s by a corrected one. Only the new one counts.")
            % {"day": on},
            "gone",
            Checked(what=status, found=gettext("replaced on %(day)s") % {"day": on}, is_good=False),
        )
    return (
        gettext("This certificate was withdrawn"),
        gettext("We issued it, and withdrew it on %(day)s. It does not count any more. Reason: %(reason)s.")
        % {"day": on, "reason": certificate.get_revoked_why_display()},
        "gone",
        Checked(what=status, found=gettext("withdrawn on %(day)s") % {"day": on}, is_good=False),
    )


def _local(at: dt.datetime | None) -> dt.datetime:
    assert at is not None  # noqa: S101 -- the database holds that it is told
    return at.astimezone(ZoneInfo(office_zone()))


def _successor(certificate: Certificate) -> str:
    new: Certificate | None = getattr(certificate, "superseded_by", None)
    return new.number if new is not None else ""


def _rows(certificate: Certificate, country: str) -> tuple[tuple[str, str], ...]:
    said: dict[str, str] = certificate.said.get(get_language() or "en") or next(
        iter(certificate.said.values()), {}
    )
    name = certificate.name or gettext("taken off at the person’s request")
    rows = (
        (gettext("Name"), name),
        (gettext("In their own script"), certificate.native_name),
        (gettext("Country"), country),
        (gettext("Certificate"), said.get("kind", "")),
        (gettext("Programme"), f"{said.get('course', '')}, {said.get('after', '')}".rstrip("., ")),
        (gettext("Practice"), said.get("practice", "")),
        (gettext("Issued"), said.get("issued", "")),
        (gettext("Number"), certificate.number),
    )
    return tuple(row for row in rows if row[1])


def unknown_number(number: str) -> Check:
    """No certificate has this number."""
    return Check(
        kind="none",
        title=gettext("We know no such certificate"),
        sentence=gettext(
            "No certificate of ours has the number %(number)s. Compare it with the paper, letter by letter."
        )
        % {"number": number[:40]},
    )


def check_of_document(judged: Judged, *, at: dt.datetime, country: Callable[[str], str]) -> Check:
    """The judgement of a document that somebody brought."""
    said = judged.verification
    certificate = judged.certificate
    if said.facts is not None and certificate is not None:
        title, sentence, kind, standing = _standing(certificate)
        unproven = said.verdict not in {Verdict.VALID, Verdict.REVOKED, Verdict.SUPERSEDED}
        if unproven:
            title, sentence, kind = _refused(said.verdict, said.reason)
        rows = list(_rows(certificate, country(certificate.country)))
        if not certificate.name and said.facts.recipient:
            rows[0] = (gettext("Name"), said.facts.recipient)  # the holder shows it; we keep it no more
        return Check(
            kind=kind,
            title=title,
            sentence=f"{_now(at)} {sentence}",
            flag=certificate.country,
            rows=tuple(rows),
            checked=(
                Checked(what=gettext("Signature"), found=gettext("made with our key"), is_good=True),
                Checked(
                    what=gettext("Contents"), found=gettext("unchanged since it was issued"), is_good=True
                ),
                standing,
            ),
            replaced_by=_successor(certificate),
            download=reverse("credentials:credential_as", args=[certificate.pk, "json"]),
            is_sample=certificate.is_sample,
        )
    title, sentence, kind = _refused(said.verdict, said.reason)
    return Check(kind=kind, title=title, sentence=f"{_now(at)} {sentence}")


def _refused(verdict: Verdict, reason: Reason | None) -> tuple[str, str, str]:
    if verdict is Verdict.UNREADABLE:
        return (
            gettext("There is no certificate in it"),
            gettext(
                "What you brought holds no signed certificate, or it is damaged. Take the file as it came."
            ),
            "none",
        )
    if verdict is Verdict.UNKNOWN_ISSUER and reason is Reason.KEY_WITHDRAWN:
        return (
            gettext("This certificate cannot be relied on"),
            gettext(
                "The key that signed it was withdrawn. Ask the holder for the certificate that was issued anew."
            ),
            "gone",
        )
    if verdict is Verdict.UNKNOWN_ISSUER:
        return (
            gettext("We did not issue this certificate"),
            gettext("It may be genuine, but another office signed it. Ask the one that it names."),
            "none",
        )
    if verdict in {Verdict.TAMPERED, Verdict.UNSIGNED_TERM}:
        return (
            gettext("This certificate was changed"),
            gettext("Our signature does not hold for what it says. Do not rely on it."),
            "gone",
        )
    return (
        gettext("This certificate is not valid now"),
        gettext("It is signed by us, and its time is over or has not begun."),
        "gone",
    )
