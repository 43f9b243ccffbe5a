"""Every page that is looked at: by axe, by keyboard, in two languages, light and dark, narrow and wide.

A room adds its pages here. The addresses are those of tests/browser/urls.py.
A page that needs something in the database says how to make it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.alumni import looks as alumni
from tests.certificates import looks as certificates
from tests.correspondence import looks
from tests.delivery import looks as delivery
from tests.delivery import looks_of_practice as practice
from tests.delivery import looks_of_tests as outcome_tests
from tests.directory import looks as directory
from tests.exchange import looks as exchange
from tests.followup import looks as followup
from tests.newsroom import looks as newsroom
from tests.nominations import looks as nominations
from tests.office import jobs as office
from tests.people import looks as people
from tests.portal import reference
from tests.programmes import looks as programmes
from tests.reporting import looks as reporting
from tests.selection import looks as selection
from tests.selection import looks_of_places as places
from tests.timetable import looks as timetable
from tests.timetable.factories import NOON

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One page in one state.

    Attributes:
        name: of its picture.
        path: where it is; ``{language}`` stands for the variant's.
        role: who looks at it, a value of people.enums.Role; empty for a visitor who is not signed in.
        scope: where the role holds.
        prepare: puts into the database what the page shows.
        status: what it answers.
        has_english_data: it shows English that is not the product's, such as the subject of a letter.
        at: when it is looked at, where that decides what it shows.
    """

    name: str
    path: str
    role: str = ""
    scope: str = "all"
    prepare: Callable[[], object] | None = None
    status: int = 200
    has_english_data: bool = False
    at: datetime | None = None

    @property
    def shows_nothing(self) -> bool:
        """Whether it is what another page is before there is anything."""
        return self.name.endswith(("-none", "-empty", "-nothing"))


PAGES = [
    Looked(name="home", path="/{language}/"),
    Looked(name="home-programmes", path="/{language}/", prepare=reference.keep_an_open_call),
    Looked(name="catalogue-empty", path="/{language}/programmes/"),
    Looked(name="catalogue", path="/{language}/programmes/", prepare=reference.keep_editions),
    Looked(
        name="catalogue-nothing", path="/{language}/programmes/?q=nothing", prepare=reference.keep_editions
    ),
    Looked(
        name="edition", path=f"/{{language}}/programmes/{reference.CODE}/", prepare=reference.keep_editions
    ),
    Looked(
        name="edition-call",
        path=f"/{{language}}/programmes/{reference.CODE}/",
        prepare=reference.keep_a_call_in_the_news,
    ),
    Looked(
        name="day",
        path=f"/{{language}}/programmes/{reference.CODE}/days/2018-07-19/",
        prepare=reference.keep_editions,
    ),
    Looked(
        name="day-turns",
        path=f"/{{language}}/programmes/{reference.CODE}/days/2018-07-24/",
        prepare=reference.keep_editions,
    ),
    Looked(
        name="day-free",
        path=f"/{{language}}/programmes/{reference.CODE}/days/2018-07-28/",
        prepare=reference.keep_editions,
    ),
    Looked(name="how-it-works", path="/{language}/how-it-works/"),
    Looked(name="privacy", path="/{language}/privacy/"),
    Looked(name="accessibility", path="/{language}/accessibility/"),
    Looked(name="preferences", path="/preferences/"),
    Looked(name="sign-in", path="/accounts/login/"),
    Looked(name="sign-in-by-code", path="/accounts/login/code/"),
    Looked(name="password-forgotten", path="/accounts/password/reset/"),
    Looked(name="password-link-sent", path="/accounts/password/reset/done/"),
    Looked(name="password-link-old", path="/accounts/password/reset/key/1-1/"),
    Looked(name="account-closed", path="/accounts/inactive/"),
    Looked(name="by-invitation", path="/accounts/signup/"),
    Looked(name="confirmation-sent", path="/accounts/confirm-email/"),
    Looked(name="invitation-unknown", path="/accounts/invitation/unknown/", status=409),
    Looked(
        name="confirm-address", path=f"/accounts/confirm-email/{people.KEY}/", prepare=people.add_an_address
    ),
    Looked(
        name="password-first",
        path="/accounts/password/set/",
        role="nominee",
        prepare=people.forget_the_password,
    ),
    Looked(name="confirm-with-code", path="/accounts/2fa/reauthenticate/", role="secretariat"),
    Looked(name="service-cancelled", path="/accounts/3rdparty/login/cancelled/"),
    Looked(name="service-error", path="/accounts/3rdparty/login/error/", status=401),
    Looked(name="my-account", path="/account/", role="nominee", has_english_data=True),  # names of zones
    Looked(name="people", path="/people/", role="administrator", prepare=people.record),
    Looked(name="people-nobody", path="/people/?q=nobody-of-this-name", role="auditor"),
    Looked(name="person", path=f"/people/{people.PERSON}/", role="administrator", prepare=people.record),
    Looked(name="person-read", path=f"/people/{people.PERSON}/", role="auditor", prepare=people.record),
    Looked(
        name="person-double",
        path=f"/people/{people.PERSON}/?double=wangmo",
        role="administrator",
        prepare=people.record,
    ),
    Looked(
        name="person-change",
        path=f"/people/{people.PERSON}/change/",
        role="administrator",
        prepare=people.record,
    ),
    Looked(name="person-invite", path="/people/invite/", role="administrator"),
    Looked(
        name="role-end",
        path=f"/people/grants/{people.GRANT}/end/",
        role="administrator",
        prepare=people.record,
    ),
    Looked(
        name="account-close",
        path=f"/people/{people.PERSON}/close/",
        role="administrator",
        prepare=people.record,
    ),
    Looked(name="my-rights", path="/account/rights/", role="nominee", prepare=people.ask_for_rights),
    *(
        Looked(
            name=f"rights-{name}",
            path=path,
            role="administrator",
            prepare=people.ask_for_rights,
            has_english_data=True,
        )
        for name, path in (
            ("requests", "/people/requests/"),
            ("request", f"/people/requests/{people.REQUEST}/"),
            ("hold", f"/people/{people.PERSON}/hold/"),
            ("erase", f"/people/{people.PERSON}/erase/"),
            ("retention", "/people/retention/"),
            ("breaches", "/people/breaches/"),
            ("breach", f"/people/breaches/{people.BREACH}/"),
            ("breach-change", f"/people/breaches/{people.BREACH}/change/"),
        )
    ),
    Looked(name="systems-none", path="/systems/", role="administrator"),
    Looked(
        name="systems", path="/systems/", role="administrator", prepare=people.connect, has_english_data=True
    ),
    Looked(
        name="system",
        path=f"/systems/{people.SYSTEM}/",
        role="administrator",
        prepare=people.connect,
        has_english_data=True,
    ),
    Looked(name="sign-out", path="/accounts/logout/", role="nominee"),
    Looked(name="password-change", path="/accounts/password/change/", role="nominee"),
    Looked(name="addresses", path="/accounts/email/", role="nominee"),
    Looked(name="sessions", path="/accounts/sessions/", role="nominee"),
    Looked(name="second-factor", path="/accounts/2fa/", role="nominee"),
    Looked(name="second-factor-app", path="/accounts/2fa/totp/activate/", role="nominee"),
    Looked(name="passkeys", path="/accounts/2fa/webauthn/", role="nominee"),
    Looked(name="passkey-new", path="/accounts/2fa/webauthn/add/", role="nominee"),
    Looked(name="tasks-empty", path="/tasks/", role="nominee"),
    Looked(name="search", path="/search/", role="nominee"),
    Looked(name="search-nothing", path="/search/?q=Dechen", role="nominee"),
    Looked(name="letters-empty", path="/letters/", role="secretariat"),
    Looked(
        name="letters",
        path="/letters/",
        role="secretariat",
        prepare=looks.keep_a_register,
        has_english_data=True,
    ),
    Looked(
        name="letter-uncertain",
        path=f"/letters/{looks.ENTRY}/",
        role="secretariat",
        prepare=looks.keep_a_register,
        has_english_data=True,
    ),
    Looked(name="letter-arrived", path="/letters/arrived/", role="secretariat"),
    Looked(name="letter-bounced", path="/letters/bounced/", role="secretariat"),
    Looked(name="wordings", path="/letters/wordings/", role="secretariat"),
    Looked(
        name="wording",
        path="/letters/wordings/account.login_code/en/",
        role="secretariat",
        prepare=looks.word_a_letter,
        has_english_data=True,
    ),
    Looked(name="my-letters-empty", path="/my-letters/", role="nominee"),
    Looked(name="mailbox", path="/mailbox/", role="administrator", prepare=looks.keep_a_mail),
    Looked(
        name="mail",
        path=f"/mailbox/{looks.MAIL}/",
        role="administrator",
        prepare=looks.keep_a_mail,
        has_english_data=True,
    ),
    Looked(
        name="programmes-empty",
        path="/programmes/",
        role="programme_officer",
        prepare=programmes.begin_nothing,
    ),
    *(
        Looked(
            name=f"programme-{name}",
            path=f"/programmes/{path}",
            role="programme_officer",
            prepare=programmes.keep_an_edition,
        )
        for name, path in (
            ("list", ""),
            ("session-types", "session-types/"),
            ("session-type", "session-types/PRA/"),
            ("documents", f"editions/{programmes.CODE}/documents/"),
            ("series-list", "series/"),
            ("series", "series/SMI/"),
            ("series-change", "series/SMI/change/"),
            ("pledges", "pledges/"),
            ("pledge-change", "pledges/CCM-45/"),
            ("new", "new/"),
            ("board", f"editions/{programmes.CODE}/board/"),
            ("board-by-date", f"editions/{programmes.CODE}/board/?by=date"),
            ("edition", f"editions/{programmes.CODE}/"),
            ("change", f"editions/{programmes.CODE}/change/"),
            ("curriculum", f"editions/{programmes.CODE}/curriculum/"),
            ("completion", f"editions/{programmes.CODE}/completion/"),
            ("places", f"editions/{programmes.CODE}/places/"),
            ("money", f"editions/{programmes.CODE}/money/"),
            ("partners", f"editions/{programmes.CODE}/partners/"),
            ("mandates", f"editions/{programmes.CODE}/mandates/"),
            ("dates", f"editions/{programmes.CODE}/dates/"),
            ("find-dates", f"editions/{programmes.CODE}/dates/find/"),
            ("booklet", f"editions/{programmes.CODE}/booklet/"),
            ("booklet-texts", f"editions/{programmes.CODE}/booklet/texts/"),
            ("erratum", f"editions/{programmes.CODE}/booklet/erratum/"),
            ("lessons", f"editions/{programmes.CODE}/lessons/"),
            ("lesson", f"editions/{programmes.CODE}/lessons/{programmes.OWN_LESSON}/"),
            ("lesson-settle", f"editions/{programmes.CODE}/lessons/{programmes.LESSON}/settle/"),
            ("clone", f"editions/{programmes.CODE}/clone/"),
            ("move", f"editions/{programmes.CODE}/decide/move/"),
            ("convert", f"editions/{programmes.CODE}/decide/convert/"),
            ("cancel", f"editions/{programmes.CODE}/decide/cancel/"),
            ("light", f"editions/{programmes.CODE}/lights/money/"),
            ("activities", f"editions/{programmes.CODE}/lists/activities/"),
            ("budget", f"editions/{programmes.CODE}/lists/budget/"),
        )
    ),
    *(
        Looked(
            name=f"import-{name}",
            path=f"/programmes/import/{programmes.IMPORT}/" if name != "none" else "/programmes/import/",
            role="programme_officer",
            prepare=prepare,
        )
        for name, prepare in (
            ("none", programmes.begin_nothing),
            ("checking", programmes.have_a_file_checked),
            ("refused", programmes.have_a_file_refused),
            ("sound", programmes.have_a_file_found_sound),
            ("done", programmes.have_a_file_taken_in),
        )
    ),
    *(
        Looked(
            name=f"export-{name}",
            path=f"/programmes/files/{programmes.EXPORT}/",
            role="programme_officer",
            prepare=prepare,
        )
        for name, prepare in (
            ("making", programmes.have_a_bundle_made),
            ("ready", programmes.have_a_bundle_ready),
        )
    ),
    Looked(
        name="imports",
        path="/programmes/import/",
        role="programme_officer",
        prepare=programmes.have_files_of_all_kinds,
    ),
    Looked(
        name="programme-tasks", path="/tasks/", role="programme_officer", prepare=programmes.keep_an_edition
    ),
    Looked(
        name="programme-idea",
        path=f"/programmes/editions/{programmes.CODE}/board/",
        role="programme_officer",
        prepare=programmes.have_an_idea,
    ),
    Looked(
        name="programme-dates-empty",
        path=f"/programmes/editions/{programmes.CODE}/dates/",
        role="programme_officer",
        prepare=programmes.have_an_idea,
    ),
    Looked(
        name="programme-delete",
        path=f"/programmes/editions/{programmes.CODE}/delete/",
        role="programme_officer",
        prepare=programmes.have_an_idea,
    ),
    Looked(
        name="programme-found-dates",
        path=f"/programmes/editions/{programmes.CODE}/dates/find/",
        role="programme_officer",
        prepare=programmes.keep_found_dates,
        has_english_data=True,
    ),
    Looked(
        name="programme-list-read",
        path=f"/programmes/editions/{programmes.CODE}/lists/activities/",
        role="auditor",
        prepare=programmes.keep_an_edition,
    ),
    Looked(name="office", path="/office/", role="administrator"),
    Looked(name="office-organisation", path="/office/organisation/", role="administrator"),
    Looked(name="office-place", path="/office/place/", role="administrator"),
    Looked(name="office-mail", path="/office/mail/", role="administrator"),
    Looked(name="jobs-none", path="/office/jobs/", role="administrator"),
    Looked(
        name="jobs",
        path="/office/jobs/",
        role="administrator",
        prepare=office.keep_some,
        has_english_data=True,
    ),
    Looked(name="office-next", path="/office/next/", role="administrator"),
    Looked(name="directory", path="/directory/", role="focal_point"),
    *(
        Looked(
            name=f"directory-{name}",
            path=path,
            role="secretariat",
            prepare=directory.keep_a_directory,
            has_english_data=True,
        )
        for name, path in directory.PLACES.items()
    ),
    Looked(name="directory-empty", path="/directory/sites/", role="secretariat"),
    Looked(name="directory-nothing-fits", path="/directory/sites/?q=Bandung", role="secretariat"),
    Looked(name="centres", path="/{language}/centres/", prepare=directory.keep_a_directory),
    Looked(name="centres-empty", path="/{language}/centres/?q=nothing"),
    Looked(name="centre", path="/{language}/centres/bblm/", prepare=directory.keep_a_directory),
    Looked(name="api", path="/api/v1/docs/"),
    Looked(name="tokens", path="/tokens/", role="nominee"),
    Looked(name="parts", path="/parts/", role="nominee", has_english_data=True),
    Looked(name="error-400", path="/malformed/", status=400),
    Looked(name="error-403", path="/forbidden/", role="nominee", status=403),
    Looked(name="error-404", path="/nowhere/", status=404),
    Looked(name="error-409", path="/refused/", status=409, has_english_data=True),
    Looked(name="error-429", path="/too-many/", status=429),
    Looked(name="error-500", path="/broken/", status=500),
    Looked(name="error-503", path="/away/", status=503),
    Looked(name="error-507", path="/full/", status=507),
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
            ("places", f"{places.CODE}/places/", False),
            ("ladder", f"{places.CODE}/places/{places.FREE}/", False),
            ("papers", f"{places.CODE}/places/{places.FREE}/papers/{places.NOTED}/", False),
            ("announce", f"{places.CODE}/announce/", False),
            ("offer-terms", f"{places.CODE}/terms/", True),
        )
    ),
    Looked(name="selection-none", path="/selection/", role="secretariat"),
    Looked(
        name="schedule",
        path=f"/{{language}}/programmes/{timetable.CODE}/timetable/",
        prepare=timetable.keep_open_to_all,
        has_english_data=True,
    ),
    Looked(
        name="schedule-grid",
        path=f"/{{language}}/programmes/{timetable.CODE}/timetable/?show=grid",
        prepare=timetable.keep_open_to_all,
        has_english_data=True,
    ),
    Looked(name="check", path="/{language}/c/"),
    Looked(name="check-unknown", path="/{language}/c/0000-0000/", status=404),
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
    Looked(name="alumni-mine-none", path="/alumni/mine/", role="alumnus"),
    Looked(name="alumni-end-letters", path=f"/alumni/letters/{alumni.END}/", prepare=alumni.keep_invited),
    Looked(name="alumni-none", path="/alumni/", role="secretariat"),
    Looked(name="alumni-office-none", path="/alumni/office/", role="secretariat"),
    *(
        Looked(name=name, path=f"/alumni/{below}", role=role, prepare=prepare, has_english_data=True)
        for name, below, role, prepare in (
            ("alumni", "", "alumnus", alumni.keep_alumni),
            ("alumni-mine", "mine/", "alumnus", alumni.keep_alumni),
            ("alumni-offer", "mine/offer/", "alumnus", alumni.keep_offers),
            ("alumni-group", f"groups/edition/{alumni.CODE}/", "programme_officer", alumni.keep_alumni),
            ("alumni-write", f"groups/edition/{alumni.CODE}/write/", "programme_officer", alumni.keep_alumni),
            ("alumni-office", "office/", "programme_officer", alumni.keep_offers),
            ("alumni-invite", "invite/smi-2019/", "programme_officer", alumni.keep_offers),
        )
    ),
    Looked(name="plans-none", path="/followup/", role="secretariat"),
    Looked(name="my-plan-none", path="/followup/mine/", role="participant"),
    *(
        Looked(
            name=name,
            path=f"/followup/{below}",
            role="participant",
            prepare=prepare,
            has_english_data=True,
        )
        for name, below, prepare in (
            ("my-plan", "mine/", followup.keep_own),
            ("plan-begin", f"mine/begin/{followup.PARTICIPANT}/", followup.keep_earlier),
            ("plan-steps", f"mine/{followup.PLAN}/", followup.keep_own),
            ("plan-step", f"mine/{followup.PLAN}/first-step/", followup.keep_own),
            ("plan-activity", f"mine/{followup.PLAN}/activities/{followup.ROW}/", followup.keep_own),
            ("plan-submitted", f"mine/{followup.PLAN}/", followup.keep_submitted),
            ("plan-followed", f"mine/{followup.PLAN}/", followup.keep_followed),
            ("plan-report", f"plans/{followup.PLAN}/follow-up/6/", followup.keep_followed),
        )
    ),
    Looked(
        name="plan-endorse",
        path=f"/followup/endorse/{followup.SECRET}/",
        prepare=followup.keep_submitted,
        has_english_data=True,
    ),
    Looked(name="plans-country-none", path="/followup/my-country/", role="focal_point"),
    *(
        Looked(
            name=name,
            path=f"/followup/{below}",
            role=role,
            scope="country:BT" if role == "focal_point" else "all",
            prepare=followup.keep_compared if name == "plans-follow-up" else followup.keep_board,
            has_english_data=True,
        )
        for name, below, role in (
            ("plans-country-mine", "my-country/", "focal_point"),
            ("plans-country", f"{followup.CODE}/countries/BT/", "focal_point"),
            ("plans-country-one", f"{followup.CODE}/countries/BT/plans/{followup.PLAN}/", "focal_point"),
            ("plans-follow-up", f"{followup.CODE}/follow-up/", "programme_officer"),
        )
    ),
    Looked(
        name="plan-hand-over",
        path=f"/followup/plans/{followup.PLAN}/hand-over/",
        role="participant",
        prepare=followup.keep_offer,
        has_english_data=True,
    ),
    Looked(
        name="plan-year",
        path="/followup/year/a%20year%20later/",
        prepare=followup.keep_year,
        has_english_data=True,
    ),
    Looked(
        name="plan-take-over",
        path="/followup/take-over/handed/",
        prepare=followup.keep_offer,
        has_english_data=True,
    ),
    Looked(
        name="plan-follow",
        path=f"/followup/follow/{followup.SECRET}/",
        prepare=followup.keep_link,
        has_english_data=True,
    ),
    *(
        Looked(
            name=name,
            path=f"/followup/{below}",
            role="programme_officer",
            prepare=followup.keep_plans,
            has_english_data=True,
        )
        for name, below in (
            ("plans", ""),
            ("plans-edition", f"{followup.CODE}/"),
            ("plans-one", f"{followup.CODE}/plans/{followup.PLAN}/"),
        )
    ),
    Looked(name="exchange-mine-none", path="/exchange/mine/", role="participant"),
    Looked(name="exchange-index-none", path="/exchange/", role="programme_officer"),
    *(
        Looked(
            name=name,
            path=f"/exchange/{below}",
            role=role,
            prepare=exchange.keep_exchange,
            has_english_data=True,
            at=NOON,
        )
        for name, below, role in (
            ("exchange-mine", "mine/", "participant"),
            ("exchange-add", f"mine/{exchange.CODE}/add/need/", "participant"),
            ("exchange-needs", "needs/", "participant"),
            ("exchange-need", f"needs/{exchange.NEED}/", "participant"),
            ("exchange-edition", f"{exchange.CODE}/", "programme_officer"),
        )
    ),
    Looked(name="spending-index-none", path="/reporting/", role="finance_officer"),
    *(
        Looked(
            name=name,
            path=f"/reporting/{below}",
            role="finance_officer",
            prepare=prepare,
            has_english_data=True,
        )
        for name, below, prepare in (
            ("spending-index", "", reporting.keep_budget),
            ("spending-unopened", f"{reporting.CODE}/", reporting.keep_budget),
            ("spending", f"{reporting.CODE}/", reporting.keep_spending),
            ("spending-book", f"{reporting.CODE}/book/", reporting.keep_open),
            ("spending-bring", f"{reporting.CODE}/bring/", reporting.keep_open),
            ("spending-bookings-none", f"{reporting.CODE}/bookings/", reporting.keep_open),
            ("spending-bookings", f"{reporting.CODE}/bookings/", reporting.keep_spending),
            ("spending-booking", f"{reporting.CODE}/bookings/{reporting.BOOKING}/", reporting.keep_one),
            ("spending-contributions-none", f"{reporting.CODE}/contributions/", reporting.keep_open),
            ("spending-contributions", f"{reporting.CODE}/contributions/", reporting.keep_spending),
        )
    ),
    *(
        Looked(
            name=name,
            path=f"/reporting/{reporting.REPORTED}/report/{below}",
            role="programme_officer",
            prepare=prepare,
            has_english_data=True,
        )
        for name, below, prepare in (
            ("report-none", "", reporting.keep_over),
            ("report-draft", "", reporting.keep_draft),
            ("report-chapter", "chapters/summary/", reporting.keep_draft),
            ("report-chapter-table", "chapters/finance/", reporting.keep_draft),
            ("report-final", "", reporting.keep_final),
        )
    ),
    *(
        Looked(
            name=name,
            path=f"/reporting/{reporting.CODE}/evidence/",
            role="programme_officer",
            prepare=prepare,
            has_english_data=True,
        )
        for name, prepare in (
            ("evidence-office-none", reporting.keep_untold),
            ("evidence-office", reporting.keep_told),
        )
    ),
    Looked(
        name="evidence",
        path=f"/{{language}}/programmes/{reporting.CODE}/evidence/",
        prepare=reporting.keep_told,
        has_english_data=True,
    ),
    Looked(name="aid-index-none", path="/reporting/aid/", role="finance_officer"),
    Looked(name="aid-public-none", path="/{language}/aid/"),
    Looked(name="aid-public", path="/{language}/aid/", prepare=reporting.keep_aid, has_english_data=True),
    *(
        Looked(
            name=name,
            path=f"/reporting/aid/{below}",
            role="finance_officer",
            prepare=reporting.keep_aid,
            has_english_data=True,
        )
        for name, below in (("aid-index", ""), ("aid-series", "SMI/"))
    ),
    Looked(name="news-none", path="/{language}/news/"),
    Looked(name="news", path="/{language}/news/", prepare=newsroom.keep_news),
    Looked(
        name="news-programme",
        path=f"/{{language}}/news/?programme={newsroom.CODE}",
        prepare=newsroom.keep_news,
    ),
    Looked(name="news-article", path=f"/{{language}}/news/{newsroom.SLUG}/", prepare=newsroom.keep_news),
    Looked(name="news-subscribe-none", path="/{language}/news/subscribe/"),
    Looked(name="news-subscribe", path="/{language}/news/subscribe/", prepare=newsroom.keep_news),
    Looked(name="news-asked", path="/{language}/news/subscribe/?asked=1"),
    *(
        Looked(
            name=f"news-subscription-{name}",
            path=f"/{{language}}/news/subscription/{newsroom.TOKEN}/",
            prepare=prepare,
        )
        for name, prepare in (
            ("over", None),
            ("asked", newsroom.keep_a_question),
            ("confirmed", newsroom.keep_a_subscription),
        )
    ),
    Looked(name="newsroom-none", path="/newsroom/", role="press_officer"),
    Looked(name="newsroom", path="/newsroom/", role="press_officer", prepare=newsroom.keep_news),
    Looked(name="newsroom-start", path="/newsroom/start/", role="press_officer"),
    Looked(
        name="newsroom-article",
        path=f"/newsroom/{newsroom.DRAFT}/",
        role="press_officer",
        prepare=newsroom.keep_a_draft,
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
    Looked(name="timetables-none", path="/timetable/", role="secretariat"),
    Looked(
        name="my-sessions",
        path="/timetable/mine/",
        role="resource_person",
        prepare=timetable.keep_own_sessions,
        has_english_data=True,
        at=NOON,
    ),
    Looked(
        name="my-sessions-over",
        path="/timetable/mine/",
        role="resource_person",
        prepare=timetable.keep_own_sessions,
        has_english_data=True,
    ),
    Looked(
        name="my-calendar",
        path="/timetable/mine/calendar/",
        role="participant",
        prepare=timetable.keep_a_calendar_address,
    ),
    Looked(name="my-sessions-none", path="/timetable/mine/", role="participant"),
    *(
        Looked(
            name=name,
            path=f"/timetable/{below}",
            role="programme_officer",
            prepare=prepare,
            has_english_data=True,
        )
        for name, below, prepare in (
            ("timetables", "", timetable.keep_an_edition),
            ("timetable-none", f"{timetable.CODE}/", timetable.keep_a_search),
            ("timetable", f"{timetable.CODE}/", timetable.keep_a_draft),
            ("timetable-by-site", f"{timetable.CODE}/?by=site", timetable.keep_published),
            ("timetable-by-day", f"{timetable.CODE}/?by=day", timetable.keep_a_draft),
            ("timetable-terms", f"{timetable.CODE}/terms/", timetable.keep_an_edition),
            ("timetable-compare", f"{timetable.CODE}/compare/?from=1&to=2", timetable.keep_two_drafts),
            ("timetable-session", f"{timetable.CODE}/1/sessions/PRA-1-B/", timetable.keep_a_draft),
            (
                "timetable-refused",
                f"{timetable.CODE}/1/sessions/PRA-1-A/{timetable.REFUSED}",
                timetable.keep_a_draft,
            ),
            ("timetable-publish", f"{timetable.CODE}/1/publish/", timetable.keep_a_draft),
            ("timetable-groups", f"{timetable.CODE}/groups/", timetable.keep_groups),
            ("timetable-hinder", f"{timetable.CODE}/hindrances/", timetable.keep_published),
            ("timetable-repair", f"{timetable.CODE}/repairs/{timetable.REPAIR}/", timetable.keep_a_repair),
        )
    ),
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
