from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from balai.cli import main
from balai.cli.credential import REASONS, SENTENCES
from balai.engine.badges.award import credential_of
from balai.engine.badges.baking import bake_png
from balai.engine.badges.signing import signed, token
from balai.engine.badges.strict import Reason
from balai.engine.badges.verify import Verdict
from tests.cli.programs import PATIENCE
from tests.engine.badges.pictures import PNG
from tests.engine.badges.samples import AT, FULL, PLACE, PLAIN, bytes_of, did, listed, proven, ring, said

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "did.json").write_bytes(bytes_of(did()))
    (tmp_path / "certificate.png").write_bytes(bake_png(PNG, proven()))
    (tmp_path / "clear.json").write_bytes(bytes_of(listed()))
    (tmp_path / "revoked.jwt").write_text(token(said(PLACE), ring().for_tokens))
    (tmp_path / "superseded.json").write_bytes(bytes_of(listed(PLACE, superseded=(PLACE,))))
    return tmp_path


def verified(folder: Path, file: str, *options: str) -> Result:
    arguments = [str(folder / option) if option[:2] != "--" else option for option in (file, *options)]
    return CliRunner().invoke(main, ["credential", "verify", *arguments])


def test_a_picture_is_told_to_be_valid_with_what_the_issuer_said(folder: Path) -> None:
    answer = verified(folder, "certificate.png", "--issuer", "did.json", "--status", "clear.json")

    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines() == [
        "Valid. The issuer signed exactly this.",
        "  certificate      Certificate of Completion",
        "  given to         Ms. Thida Sample",
        "  for              Training of Trainers in Small Industry",
        "  number           SMI/2018/07",
        "  issuer           Office of Samples (did:web:balai.example)",
        "  from             2018-04-13 08:30 UTC",
        "  replaces         https://balai.example/credentials/00000000-0000-4000-8000-000000000001",
        f"  address          {PLAIN.id}",
        "  revocation       asked in the list of 2018-04-13 08:30 UTC",
    ]


@pytest.mark.parametrize(
    ("options", "said_first"),
    [
        ((), "Unknown issuer."),
        (("--issuer", "did.json"), "Valid."),
        (("--issuer", "did.json", "--status", "revoked.jwt"), "Revoked."),
        (("--issuer", "did.json", "--status", "superseded.json"), "Superseded."),
        (("--issuer", "did.json", "--status", "certificate.png"), "Not proven."),
    ],
)
def test_every_answer_begins_with_its_verdict(
    folder: Path, options: tuple[str, ...], said_first: str
) -> None:
    answer = verified(folder, "certificate.png", *options)

    assert answer.output.startswith(said_first)
    assert answer.exit_code == (0 if said_first == "Valid." else 1)


def test_what_nobody_signed_is_named_and_nothing_else_is_told(folder: Path) -> None:
    (folder / "more.json").write_bytes(bytes_of({**proven(), "grade\x1b[2J": "A+"}))

    answer = verified(folder, "more.json", "--issuer", "did.json")

    assert answer.exit_code == 1
    assert "  not signed       grade�[2J" in answer.output
    assert "Thida" not in answer.output


def test_a_name_cannot_move_the_cursor(folder: Path) -> None:
    award = replace(PLAIN, name="Good\u202e\u2028certificate")
    (folder / "odd.json").write_bytes(bytes_of(signed(credential_of(award), ring().for_proofs, at=AT)))

    assert "Good��certificate" in verified(folder, "odd.json", "--issuer", "did.json").output


def test_programs_read_json(folder: Path) -> None:
    (folder / "token.jwt").write_text(token(credential_of(FULL), ring().for_tokens))

    answer = json.loads(verified(folder, "token.jwt", "--issuer", "did.json", "--json").output)

    assert answer["verdict"] == "valid"
    assert answer["facts"]["recipient"] == "Ms. Thida Sample"
    assert answer["status"] == "not_asked"


def test_what_is_no_certificate_is_unreadable_with_the_reason(folder: Path) -> None:
    (folder / "plain.png").write_bytes(PNG)

    answer = verified(folder, "plain.png", "--issuer", "did.json")

    assert answer.exit_code == 1
    assert answer.output.splitlines() == [SENTENCES["unreadable"], REASONS["none"]]


@pytest.mark.parametrize(
    ("file", "options", "part"),
    [
        ("none.json", (), "none.json cannot be read"),
        ("code.txt", (), "holds the address https://balai.example/credentials/7 and no credential"),
        ("certificate.png", ("--issuer", "certificate.png"), "is not a did.json"),
        ("certificate.png", ("--issuer", "did.json", "--status", "note.txt"), "is not a list of revocations"),
    ],
)
def test_what_the_operator_can_mend_is_told_with_the_remedy(
    folder: Path, file: str, options: tuple[str, ...], part: str
) -> None:
    (folder / "code.txt").write_text("https://balai.example/credentials/7\n")
    (folder / "note.txt").write_text("a note")

    answer = verified(folder, file, *options)

    assert answer.exit_code == 2
    assert part in answer.output


def test_every_verdict_and_reason_has_its_sentence() -> None:
    assert SENTENCES.keys() == {verdict.value for verdict in Verdict}
    assert REASONS.keys() == {reason.value for reason in Reason}


def test_judging_needs_no_installation_and_loads_no_framework(folder: Path) -> None:
    program = (
        "import sys\nfrom balai.cli import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n"
        "    print(sorted({'django', 'psycopg', 'jwt', 'pypdf'} & sys.modules.keys()), file=sys.stderr)\n"
    )
    answered = subprocess.run(
        [sys.executable, "-c", program, "credential", "verify", "certificate.png", "--issuer", "did.json"],
        cwd=folder,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )

    assert answered.returncode == 0, answered.stderr
    assert answered.stderr.strip() == "[]"
