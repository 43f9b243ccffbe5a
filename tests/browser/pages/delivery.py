"""The days of a programme, practice, tests, and certificates."""

from __future__ import annotations

from datetime import timedelta

from tests.browser.pages.looked import Looked
from tests.certificates import looks as certificates
from tests.delivery import looks as delivery
from tests.delivery import looks_of_practice as practice
from tests.delivery import looks_of_tests as outcome_tests
from tests.timetable import looks as timetable
from tests.timetable.factories import NOON

PAGES = [
    *(
        Looked(
            name=f"check-{name}",
            path=f"/{{language}}/c/{number}/",
            prepare=prepare,
            has_english_data=True,
        )
        for name, number, prepare in (
            ("valid", certificates.VALID, certificates.keep_one),
            ("revoked", certificates.REVOKED, certificates.keep_certificates),
            ("replaced", certificates.REPLACED, certificates.keep_certificates),
        )
    ),
    Looked(name="certificates-none", path="/certificates/", role="secretariat"),
    Looked(name="my-certificates-none", path="/certificates/mine/", role="participant"),
    Looked(
        name="my-certificates",
        path="/certificates/mine/",
        role="participant",
        prepare=certificates.keep_own,
        has_english_data=True,
    ),
    Looked(
        name="appeal",
        path=f"/certificates/mine/{certificates.PERSON}/appeal/",
        role="participant",
        prepare=certificates.keep_own,
        has_english_data=True,
    ),
    *(
        Looked(
            name=name,
            path=f"/certificates/{below}",
            role="programme_officer",
            prepare=prepare,
            has_english_data=True,
        )
        for name, below, prepare in (
            ("certificates", "", certificates.keep_people),
            ("certificates-edition", f"{certificates.CODE}/", certificates.keep_certificates),
            ("certificates-stopped", f"{certificates.CODE}/", certificates.keep_stopped),
            ("certificates-wording", f"{certificates.CODE}/design/", certificates.keep_wording),
            (
                "certificates-signatory",
                f"{certificates.CODE}/design/signatories/{certificates.SIGNATORY}/",
                certificates.keep_wording,
            ),
            (
                "certificates-answer",
                f"{certificates.CODE}/appeals/{certificates.APPEAL}/",
                certificates.keep_people,
            ),
            (
                "certificates-participant",
                f"{certificates.CODE}/participants/{certificates.UNDECIDED}/",
                certificates.keep_undecided,
            ),
            (
                "certificates-one",
                f"{certificates.CODE}/certificates/{certificates.CERTIFICATE}/",
                certificates.keep_one,
            ),
        )
    ),
    Looked(name="presence-none", path="/delivery/", role="secretariat"),
    *(
        Looked(
            name=name,
            path=f"/delivery/{below}",
            role="programme_officer",
            prepare=prepare,
            has_english_data=True,
            at=NOON,
        )
        for name, below, prepare in (
            ("presence-editions", "", delivery.keep_presence),
            ("presence", f"{timetable.CODE}/", delivery.keep_presence),
            (
                "presence-session",
                f"{timetable.CODE}/sessions/{delivery.LECTURE}/",
                delivery.keep_presence,
            ),
            ("day-sheet", f"{timetable.CODE}/day/", delivery.keep_day),
            ("meals", f"{timetable.CODE}/day/meals/", delivery.keep_day),
            ("gates", f"{timetable.CODE}/gates/", delivery.keep_gate_lists),
            ("gates-none", f"{timetable.CODE}/gates/", delivery.keep_nothing_noted),
            ("gate-list", f"{timetable.CODE}/gates/bblm/2018-07-24/", delivery.keep_gate_lists),
            ("presence-conflicts", f"{timetable.CODE}/conflicts/", delivery.keep_presence),
            ("presence-conflicts-none", f"{timetable.CODE}/conflicts/", delivery.keep_nothing_noted),
            ("presence-rules", f"{timetable.CODE}/presence-rules/", delivery.keep_nothing_noted),
            ("presence-tablet", f"tablet/{timetable.CODE}/", delivery.keep_nothing_noted),
        )
    ),
    Looked(
        name="day-sheet-centre",
        path=f"/delivery/{timetable.CODE}/day/",
        role="centre_coordinator",
        prepare=delivery.keep_day,
        has_english_data=True,
        at=NOON,
    ),
    Looked(
        name="meals-none",
        path=f"/delivery/{timetable.CODE}/day/meals/",
        role="programme_officer",
        prepare=delivery.keep_day_without_people,
        has_english_data=True,
        at=NOON,
    ),
    Looked(
        name="print-none",
        path=f"/delivery/{timetable.CODE}/print/",
        role="programme_officer",
        prepare=delivery.keep_nobody,
        has_english_data=True,
    ),
    Looked(
        name="print",
        path=f"/delivery/{timetable.CODE}/print/",
        role="programme_officer",
        prepare=delivery.keep_codes,
        has_english_data=True,
    ),
    Looked(name="screen-none", path="/delivery/screen/"),
    Looked(name="here-empty", path="/delivery/here/", role="participant"),
    Looked(
        name="here",
        path=f"/delivery/here/?code={delivery.LETTERS}",
        role="participant",
        prepare=delivery.keep_a_screen,
        has_english_data=True,
        at=delivery.LATE,
    ),
    Looked(name="incidents-none", path="/delivery/incidents/", role="secretariat"),
    *(
        Looked(
            name=name,
            path=f"/delivery/incidents/{below}",
            role="programme_officer",
            prepare=delivery.keep_incidents,
            has_english_data=True,
            at=NOON,
        )
        for name, below in (
            ("incidents", ""),
            ("incident", f"{delivery.INCIDENT}/"),
            ("incident-report", f"{timetable.CODE}/report/"),
        )
    ),
    Looked(
        name="timetable-replace",
        path=f"/timetable/{timetable.CODE}/sessions/PRA-1-B/stand-in/",
        role="programme_officer",
        prepare=delivery.keep_nothing_noted,
        has_english_data=True,
        at=NOON,
    ),
    Looked(name="practice-none", path="/delivery/practice/", role="secretariat"),
    Looked(name="passport-none", path="/delivery/practice/mine/", role="participant"),
    Looked(
        name="passport",
        path="/delivery/practice/mine/",
        role="participant",
        prepare=practice.keep_a_passport,
        has_english_data=True,
    ),
    *(
        Looked(
            name=name,
            path=f"/delivery/practice/{below}",
            role="practice_supervisor",
            prepare=practice.keep_sign_offs,
            has_english_data=True,
        )
        for name, below in (
            ("practice", ""),
            ("sign-off", f"{practice.CODE}/CNC/"),
            ("sign-off-of-one", f"{practice.CODE}/CNC/?for={practice.KARMA}"),
        )
    ),
    Looked(name="feedback-none", path="/delivery/feedback/", role="participant"),
    *(
        Looked(
            name=name,
            path=f"/delivery/feedback/{below}",
            role="participant",
            prepare=delivery.keep_my_programme,
            has_english_data=True,
            at=delivery.MORNING,
        )
        for name, below in (
            ("feedback", ""),
            ("feedback-pulse", f"{timetable.CODE}/sessions/{delivery.LECTURE}/"),
            ("feedback-end", f"{timetable.CODE}/end/"),
        )
    ),
    *(
        Looked(
            name=name,
            path=f"/delivery/feedback/{timetable.CODE}/results/{query}",
            role="programme_officer",
            prepare=delivery.keep_feedback,
            has_english_data=True,
        )
        for name, query in (("feedback-results", ""), ("feedback-results-few", "?of=end"))
    ),
    Looked(name="materials-none", path="/delivery/materials/", role="resource_person"),
    *(
        Looked(
            name=name,
            path=f"/delivery/materials/{below}",
            role=role,
            prepare=delivery.keep_materials,
            has_english_data=True,
            at=delivery.MORNING,
        )
        for name, below, role in (
            ("materials-editions", "", "secretariat"),
            ("materials", f"{timetable.CODE}/", "participant"),
            ("materials-add", f"{timetable.CODE}/add/", "programme_officer"),
            ("material", f"{timetable.CODE}/{delivery.HANDOUT}/", "programme_officer"),
        )
    ),
    Looked(name="tests-none", path="/delivery/tests/", role="participant"),
    *(
        Looked(
            name=name,
            path=f"/delivery/tests/{below}",
            role=role,
            prepare=prepare,
            has_english_data=True,
            at=at,
        )
        for name, below, role, prepare, at in (
            ("tests", "", "participant", outcome_tests.keep_a_test, outcome_tests.DAY_ONE),
            (
                "test-before",
                f"{timetable.CODE}/before/",
                "participant",
                outcome_tests.keep_a_test,
                outcome_tests.DAY_ONE,
            ),
            (
                "test-result",
                f"{timetable.CODE}/before/",
                "participant",
                outcome_tests.keep_answers,
                outcome_tests.DAY_TWO,
            ),
            (
                "test-bank",
                f"{timetable.CODE}/bank/",
                "programme_officer",
                outcome_tests.keep_a_test,
                outcome_tests.DAY_ONE,
            ),
            (
                "test-question-add",
                f"{timetable.CODE}/questions/add/?outcome=O1",
                "programme_officer",
                outcome_tests.keep_a_test,
                outcome_tests.DAY_ONE,
            ),
            (
                "test-gains",
                f"{timetable.CODE}/gains/",
                "programme_officer",
                outcome_tests.keep_answers,
                outcome_tests.DAY_TWO,
            ),
        )
    ),
    Looked(name="my-programme-none", path="/my-programme/", role="participant"),
    *(
        Looked(
            name=name,
            path="/my-programme/",
            role="participant",
            prepare=prepare,
            has_english_data=True,
            at=at,
        )
        for name, prepare, at in (
            ("my-programme", delivery.keep_my_programme, delivery.MORNING),
            (
                "my-programme-ended",
                delivery.keep_my_programme_ended,
                delivery.MORNING + timedelta(days=1, hours=9),
            ),
        )
    ),
    Looked(
        name="practice-tablet",
        path=f"/delivery/tablet/{practice.CODE}/practice/",
        role="practice_supervisor",
        prepare=practice.keep_sign_offs,
        has_english_data=True,
    ),
]
