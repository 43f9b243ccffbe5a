"""``balai credential``: is this certificate real, without network; and the keys of this office."""

from __future__ import annotations

import dataclasses
import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from balai import config
from balai.cli.home import refuse_root, require_home
from balai.cli.inside import inside
from balai.cli.problems import Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from balai.engine.badges.verify import Facts, Verification

SENTENCES = {
    "valid": "Valid. The issuer signed exactly this.",
    "revoked": "Revoked. The issuer signed this and took it back.",
    "superseded": "Superseded. The issuer replaced this certificate by a corrected one; ask for that.",
    "expired": "Expired. The issuer signed this for a time that is over.",
    "not_yet_valid": "Not valid yet. The issuer signed this for a time that has not begun.",
    "status_unproven": "Not proven. The issuer signed this, but whether it was taken back cannot be told.",
    "unknown_issuer": "Unknown issuer. Nothing can be said about this certificate.",
    "unsigned_term": "Not covered. Something in this file was not signed by anybody, so none of it may be relied on.",
    "tampered": "Tampered. The issuer did not sign this.",
    "unreadable": "Unreadable. This is not a certificate that can be judged here.",
}
"""What each verdict means."""

REASONS = {
    "issuer_unknown": "Name the issuer's document with --issuer (balai credential verify --help tells where it is).",
    "key_unknown": "The issuer's document does not list the key. Fetch the newest one.",
    "key_withdrawn": "The issuer withdrew the key that signed it. Ask the issuer for a new certificate.",
    "key_damaged": "The key in the issuer's document cannot be used. Fetch the document again.",
    "another_list": "The list of revocations is not the one that the certificate names.",
    "list_out_of_date": "The list of revocations is not of today. Fetch the newest one.",
    "status": "The list of revocations is damaged. Fetch it again.",
    "signature": "The signature does not hold.",
    "claims": "The token says two different things about itself.",
    "proof": "Its proof is missing, or of a kind that is not known here.",
    "context": "It uses words that are not known here.",
    "alike": "It repeats itself so often that judging it would take hours.",
    "form": "It is a signed document, and not a certificate.",
    "none": "There is no credential in this picture or document.",
    "several": "There is more than one credential in it, and nobody can tell which counts.",
    "damaged": "The file is damaged.",
    "json": "It is not well-formed JSON.",
    "twice": "One name stands twice in it, so that two readers would read two things.",
    "size": "It is too large.",
    "depth": "It is nested too deeply.",
    "kind": "It is neither JSON, token, PNG, SVG nor PDF.",
    "encoding": "Something in it is not encoded as it should be.",
    "address": "It is an address, and not what is there.",
    "not_covered": "These were not signed:",
    "moment": "A date in it is no date.",
}
"""What the finer codes mean, and what helps."""

OK, REFUSED = 0, 1


@click.group("credential", no_args_is_help=True)
def command() -> None:
    """Tell whether a certificate is real, without network; keep the keys that sign those of this office."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--issuer", type=click.Path(path_type=Path), help="The document of the issuer's keys (did.json)."
)
@click.option(
    "--status", type=click.Path(path_type=Path), help="The issuer's list of revocations, as JSON or token."
)
@click.option("--json", "as_json", is_flag=True, help="Write the judgement as JSON.")
def verify(*, file: Path, issuer: Path | None, status: Path | None, as_json: bool) -> None:
    """Judge the credential in FILE: JSON, token (JWT), baked PNG or SVG, or the PDF certificate.

    What the QR code of a certificate says can be judged too, saved as text: behind its # is a seal.

    The issuer's document is at https://HOST/.well-known/did.json for did:web:HOST. Fetch it once, from the
    issuer's own website, and keep it: who gives you the certificate must not give you the keys too. The list
    of revocations is at the address that the certificate names; fetch it as often as you like.

    Ends with 0 if the certificate is valid, 1 if it is not, 2 if a file cannot be read.
    """
    from balai.engine.badges.reading import Carrier, find_credential
    from balai.engine.badges.strict import UnreadableError, read_object
    from balai.engine.badges.verify import Verdict, Verification
    from balai.engine.badges.verify import verify as judge

    brought = _bytes(file)
    try:
        keys = None if issuer is None else read_object(_bytes(issuer).decode("utf-8-sig"))
    except (UnreadableError, UnicodeDecodeError) as error:
        raise Problem(f"{issuer} is not a did.json.", "Fetch it again from the issuer's website.") from error
    try:
        said = None if status is None else find_credential(_bytes(status))
    except UnreadableError as error:
        raise Problem(f"{status} is not a list of revocations.", "Fetch it again.") from error
    try:
        found = find_credential(brought)
    except UnreadableError as error:
        judged = Verification(verdict=Verdict.UNREADABLE, reason=error.reason)
    else:
        if found.carrier is Carrier.ADDRESS and "#" not in found.address:
            raise Problem(
                f"{_plain(str(file))} holds the address {_plain(found.address)} and no credential.",
                "Open the address, save what it gives as application/vc, and name that file.",
            )
        judged = judge(found, issuer=keys, status=said, at=_now())
    click.echo(_json(judged) if as_json else _told(judged))
    raise SystemExit(OK if judged.verdict is Verdict.VALID else REFUSED)


@command.command()
def rotate() -> None:
    """Add a pair of keys to those that sign this office's certificates; it signs from now on."""
    with _office():
        from balai.certificates.services.keys import rotate_keys
        from balai.kernel.references import SYSTEM

        name = rotate_keys(actor=SYSTEM, at=_now())
    click.echo(f"{name} signs from now on. Copy the file of keys away, apart from the backups.")


@command.command()
@click.argument("key")
def withdraw(*, key: str) -> None:
    """Say that KEY was stolen: whatever it signed is refused from now on. Issue those certificates anew."""
    with _office():
        from balai.certificates.services.keys import withdraw_key
        from balai.kernel.references import SYSTEM

        withdraw_key(key_id=key, actor=SYSTEM, at=_now())
    click.echo(f"{key} does not count any more.")


@command.command("keys")
def list_keys() -> None:
    """List the keys that ever signed here."""
    with _office():
        from balai.certificates.models import IssuerKey

        rows = list(IssuerKey.objects.order_by("issuer", "made_at", "id"))
    for row in rows:
        since = f", withdrawn {_day(row.withdrawn_at)}" if row.withdrawn_at else ""
        click.echo(f"{row.pk}  made {_day(row.made_at)}{since}")
    if not rows:
        click.echo("No certificate was signed here yet.")


@contextmanager
def _office() -> Iterator[None]:
    """The installation, whose refusals are problems here."""
    refuse_root(config.current())
    require_home(config.current())
    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings"
    with inside():
        from balai.kernel.refusal import RuleViolationError

        try:
            yield
        except RuleViolationError as violation:
            raise Problem(str(violation.refusal.message), "Nothing was changed.") from violation


def _told(judged: Verification) -> str:
    lines = [SENTENCES[judged.verdict]]
    if judged.reason is not None:
        lines.append(REASONS[judged.reason])
    lines += [f"  not signed       {_plain(member)}" for member in judged.members]
    if judged.facts is not None:
        lines += [f"  {head:<16} {value}" for head, value in _rows(judged, judged.facts) if value]
    return "\n".join(lines)


def _rows(judged: Verification, facts: Facts) -> list[tuple[str, str]]:
    asked = {
        "clear": f"asked in the list of {_day(judged.status_at)}",
        "not_asked": "not asked; name the list with --status",
        "none": "the issuer keeps no list for it",
    }
    return [
        ("certificate", _plain(facts.name)),
        ("given to", _plain(facts.recipient)),
        ("for", _plain(facts.achievement)),
        ("number", _plain(facts.number)),
        ("issuer", _plain(f"{facts.issuer_name} ({facts.issuer})")),
        ("from", _day(facts.valid_from)),
        ("until", _day(facts.valid_until)),
        ("replaces", _plain(facts.supersedes)),
        ("address", _plain(facts.id)),
        ("revocation", asked[judged.status]),
    ]


def _day(at: dt.datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"


def _plain(text: str) -> str:
    """Show a stranger's text without what would move the cursor or turn the direction of writing."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def _json(judged: Verification) -> str:
    written: dict[str, Any] = {"sentence": SENTENCES[judged.verdict], **dataclasses.asdict(judged)}
    return json.dumps(written, indent=2, ensure_ascii=False, default=str)


def _bytes(path: Path) -> bytes:
    from balai.engine.badges.reading import LARGEST

    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Problem(
            f"{path} cannot be read ({error.strerror}).", "Name a file that you may read."
        ) from error


def _now() -> dt.datetime:
    import datetime as dt

    return dt.datetime.now(dt.UTC)
