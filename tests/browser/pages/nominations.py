"""Calls, nominations, applications, selection and offers."""

from __future__ import annotations

from tests.browser.pages.looked import Looked
from tests.nominations import looks as nominations
from tests.selection import looks as selection
from tests.selection import looks_of_places as places

PAGES = [
    Looked(name="my-country-none", path="/nominations/mine/", role="focal_point", scope="country:LK"),
    Looked(
        name="my-country",
        path="/nominations/mine/",
        role="focal_point",
        scope="country:LK",
        prepare=nominations.keep_a_list,
    ),
    *(
        Looked(
            name=name,
            path=f"/nominations/{nominations.CODE}/LK/{below}",
            role="focal_point",
            scope="country:LK",
            prepare=prepare,
            has_english_data=has_english_data,
        )
        for name, below, prepare, has_english_data in (
            ("country-empty", "", nominations.keep_an_empty_list, False),
            ("country", "", nominations.keep_a_list, True),
            ("nominee-new", "nominees/new/", nominations.keep_an_empty_list, False),
            ("nominee", f"nominees/{nominations.THIRD}/", nominations.keep_a_list, True),
            ("nominee-change", f"nominees/{nominations.SECOND}/change/", nominations.keep_a_list, True),
            ("nominee-withdraw", f"nominees/{nominations.SECOND}/withdraw/", nominations.keep_a_list, False),
            ("places-return", "return/", nominations.keep_an_empty_list, False),
        )
    ),
    Looked(name="nominations-empty", path="/nominations/", role="secretariat"),
    Looked(
        name="nominations-nothing",
        path="/nominations/?q=nobody",
        role="auditor",
        prepare=nominations.keep_a_list,
    ),
    *(
        Looked(
            name=name,
            path=f"/nominations/{below}",
            role="programme_officer",
            prepare=nominations.keep_a_list,
            has_english_data=True,
        )
        for name, below in (
            ("nominations", f"?edition={nominations.CODE}"),
            ("invitations", f"{nominations.CODE}/call/"),
            ("doubles", f"{nominations.CODE}/doubles/"),
            ("contact", f"{nominations.CODE}/BT/contact/"),
            ("late", f"{nominations.CODE}/late/"),
            ("admit", f"{nominations.CODE}/BT/nominees/{nominations.LATE}/admit/"),
            ("waive", f"{nominations.CODE}/LK/nominees/{nominations.SECOND}/waive/{nominations.RULE}/"),
        )
    ),
    Looked(name="applications-none", path="/nominations/applications/", role="nominee"),
    *(
        Looked(
            name=name,
            path=f"/nominations/applications/{below}",
            role="nominee",
            prepare=nominations.keep_an_application,
            has_english_data=True,
        )
        for name, below in (
            ("application", f"{nominations.APPLICATION}/"),
            ("application-passport", f"{nominations.APPLICATION}/passport/"),
            ("application-documents", f"{nominations.APPLICATION}/documents/"),
            ("application-employer", f"{nominations.APPLICATION}/employer/"),
            ("application-send", f"{nominations.APPLICATION}/send/"),
            ("application-print", f"{nominations.APPLICATION}/print/"),
        )
    ),
    Looked(
        name="statement",
        path=f"/nominations/statement/{nominations.SECRET}/",
        prepare=nominations.keep_an_application,
        has_english_data=True,
    ),
    Looked(
        name="application-of-nominee",
        path=f"/nominations/{nominations.CODE}/LK/nominees/{nominations.SECOND}/application/",
        role="programme_officer",
        prepare=nominations.keep_a_sent_application,
        has_english_data=True,
    ),
    Looked(name="care-none", path="/nominations/care/", role="health_officer"),
    *(
        Looked(
            name=name,
            path=f"/nominations/{below}",
            role="health_officer",
            prepare=nominations.keep_a_sent_application,
            has_english_data=True,
        )
        for name, below in (
            ("care", "care/"),
            ("care-one", f"{nominations.CODE}/LK/nominees/{nominations.SECOND}/care/"),
        )
    ),
    Looked(
        name="offer",
        path=f"/selection/mine/{places.OFFER}/",
        role="nominee",
        prepare=places.keep_an_offer,
    ),
    Looked(name="my-place", path="/selection/mine/", role="nominee", prepare=places.keep_an_offer),
    Looked(name="my-place-none", path="/selection/mine/", role="nominee"),
    Looked(
        name="offer-decline",
        path=f"/selection/mine/{places.OFFER}/decline/",
        role="nominee",
        prepare=places.keep_an_offer,
    ),
    Looked(
        name="outcome",
        path=f"/selection/{places.CODE}/outcome/",
        role="focal_point",
        scope="country:LK",
        prepare=places.keep_places,
    ),
    Looked(name="offers-empty", path="/selection/offers/", role="secretariat"),
    Looked(name="participants-empty", path="/selection/participants/", role="secretariat"),
    Looked(
        name="places-decided",
        path=f"/selection/{places.CODE}/places/",
        role="programme_officer",
        prepare=places.keep_a_decision,
    ),
    *(
        Looked(
            name=name,
            path=f"/selection/{below}",
            role="programme_officer",
            prepare=places.keep_places,
            has_english_data=has_english_data,
        )
        for name, below, has_english_data in (
            ("offers", "offers/", True),
            ("participants", f"participants/?edition={places.CODE}", True),
            ("participant", f"participants/{places.CONFIRMED}/", True),
            ("participant-release", f"participants/{places.CONFIRMED}/release/", False),
            ("participant-name", f"participants/{places.CONFIRMED}/name/", True),
            ("places", f"{places.CODE}/places/", False),
            ("ladder", f"{places.CODE}/places/{places.FREE}/", False),
            ("papers", f"{places.CODE}/places/{places.FREE}/papers/{places.NOTED}/", False),
            ("announce", f"{places.CODE}/announce/", False),
            ("offer-terms", f"{places.CODE}/terms/", True),
        )
    ),
    Looked(name="selection-none", path="/selection/", role="secretariat"),
    *(
        Looked(
            name=name,
            path=f"/selection/{below}",
            role="programme_officer",
            prepare=prepare,
            has_english_data=True,
        )
        for name, below, prepare in (
            ("selection", "", selection.keep_a_pool),
            (
                "workbench",
                f"{selection.CODE}/?compare={selection.CODE}/N-BT-01&compare={selection.CODE}/N-BT-03",
                selection.keep_a_proposal,
            ),
            ("workbench-new", f"{selection.CODE}/?show=in", selection.keep_a_pool),
            ("workbench-none", f"{selection.CODE}/", selection.keep_no_cohort),
            ("proposals", f"{selection.CODE}/proposals/", selection.keep_two_proposals),
            ("what-if", f"{selection.CODE}/what-if/", selection.keep_a_pool),
            ("selection-plan", f"{selection.CODE}/plan/", selection.keep_a_pool),
            ("panel", f"{selection.CODE}/panel/", selection.keep_a_pool),
            ("before-panel", f"{selection.CODE}/decisions/1/", selection.keep_a_sent_proposal),
            ("decision", f"{selection.CODE}/decisions/1/", selection.keep_a_decision),
        )
    ),
    *(
        Looked(
            name=name,
            path=f"/selection/{below}",
            role="panel_member",
            scope=selection.SCOPE,
            prepare=prepare,
            has_english_data=True,
        )
        for name, below, prepare in (
            ("dossiers", "dossiers/", selection.keep_dossiers),
            ("dossiers-undeclared", "dossiers/", selection.keep_a_pool),
            ("declare", f"{selection.CODE}/declare/", selection.keep_a_pool),
            ("dossier", f"dossiers/{selection.READING}/", selection.keep_dossiers),
            ("dossier-scored", f"dossiers/{selection.DONE_READING}/", selection.keep_dossiers),
        )
    ),
    Looked(name="dossiers-none", path="/selection/dossiers/", role="panel_member", scope=selection.SCOPE),
]
