"""How long a worker takes for a thousand certificates: ``python -m bench.certificates`` writes this section.

As the worker issues them: read from the database, checked, signed, set, sealed, and kept with their trail.
``--inside`` does that in an installation that the environment names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import django

from bench.running import installation, prepare, with_database

CERTIFICATES = 1_000
MOST_SECONDS = 10.0
INSIDE = "--inside"


def inside() -> None:
    """Make an edition that so many people have completed, issue, and tell what it took as JSON."""
    django.setup()

    from tests.certificates.factories import ACTOR, AT, completed, designed, ended_edition, office, people_of
    from tests.directory.factories import country

    from balai.certificates.models import Certificate, Paper
    from balai.certificates.services.issuing import ask_for_certificates, work_through
    from balai.certificates.services.keys import signing_ring
    from balai.kernel import crypto

    if not crypto.keys_path().exists():
        crypto.make_keys()
    for code in ("BT", "ID"):
        country(code)
    office()
    edition = ended_edition(CERTIFICATES)
    designed(edition)
    completed(*people_of(edition))
    batch = ask_for_certificates(edition=edition, actor=ACTOR, at=AT)
    signing_ring(at=AT)  # an office draws its keys once, and how long that takes is chance
    used, began = os.times(), time.perf_counter()
    work_through(batch_id=batch.pk, at=AT)
    seconds, after = time.perf_counter() - began, os.times()
    processor = sum(after[:4]) - sum(used[:4])  # of this process, and of those that it started and that ended
    told = {
        "seconds": seconds,
        "processor": processor,
        "certificates": Certificate.objects.count(),
        "papers": Paper.objects.count(),
    }
    print(json.dumps(told))


def section() -> str:
    """The section, in Markdown."""
    with installation() as (environment, _port), with_database(environment):
        prepare(environment)
        done = subprocess.run(
            [sys.executable, "-m", "bench.certificates", INSIDE],
            env={**environment, "DJANGO_SETTINGS_MODULE": "balai.settings"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    told = json.loads(done.stdout.splitlines()[-1])
    is_met = told["seconds"] < MOST_SECONDS and told["certificates"] == told["papers"] == CERTIFICATES
    return "\n".join(
        [
            "## Certificates by the worker",
            "",
            "| what | measured | of processor | to keep | met |",
            "| --- | ---: | ---: | --- | --- |",
            (
                f"| {told['certificates']:,} certificates and papers of one batch | {told['seconds']:.1f} s |"
                f" {told['processor']:.1f} s | < {MOST_SECONDS:.0f} s | {'yes' if is_met else '**no**'} |"
            ),
        ]
    )


if __name__ == "__main__":
    if INSIDE in sys.argv:
        inside()
    else:
        print(section())
