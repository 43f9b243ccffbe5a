"""The office, its letters, and the directory."""

from __future__ import annotations

from tests.browser.pages.looked import Looked
from tests.correspondence import looks
from tests.directory import looks as directory
from tests.office import jobs as office

PAGES = [
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
    Looked(name="mailbox", path="/mailbox/", role="administrator", prepare=looks.keep_a_mail),
    Looked(
        name="mail",
        path=f"/mailbox/{looks.MAIL}/",
        role="administrator",
        prepare=looks.keep_a_mail,
        has_english_data=True,
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
    Looked(name="centre", path="/{language}/centres/bblm/", prepare=directory.keep_a_directory),
]
