"""Action plans and their follow-up, money and evidence, news, alumni, and the exchange of technologies."""

from __future__ import annotations

from tests.alumni import looks as alumni
from tests.browser.pages.looked import Looked
from tests.exchange import looks as exchange
from tests.followup import looks as followup
from tests.newsroom import looks as newsroom
from tests.reporting import looks as reporting
from tests.timetable.factories import NOON

PAGES = [
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
            (
                "country-report",
                f"mine/country-report/{followup.PARTICIPANT}/",
                followup.keep_country_reports,
            ),
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
    Looked(
        name="country-reports",
        path=f"/followup/{followup.CODE}/country-reports/",
        role="programme_officer",
        prepare=followup.keep_country_reports,
        has_english_data=True,
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
    Looked(name="news", path="/{language}/news/", prepare=newsroom.keep_news),
    Looked(
        name="news-programme",
        path=f"/{{language}}/news/?programme={newsroom.CODE}",
        prepare=newsroom.keep_news,
    ),
    Looked(name="news-article", path=f"/{{language}}/news/{newsroom.SLUG}/", prepare=newsroom.keep_news),
    Looked(name="news-subscribe", path="/{language}/news/subscribe/", prepare=newsroom.keep_news),
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
]
