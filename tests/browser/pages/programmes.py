"""Series and editions, as an office keeps them."""

from __future__ import annotations

from tests.browser.pages.looked import Looked
from tests.programmes import looks as programmes

PAGES = [
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
            ("pledge", "pledges/CCM-45/"),
            ("pledge-change", "pledges/CCM-45/change/"),
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
]
