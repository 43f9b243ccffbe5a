"""``balai admin``: who administers an installation, decided by whoever runs the machine."""

from __future__ import annotations

import click

from balai import config
from balai.cli.home import refuse_root, require_home
from balai.cli.inside import inside
from balai.cli.problems import Problem


@click.group("admin", no_args_is_help=True)
def command() -> None:
    """Let administrators in, also when none can sign in any more."""
    refuse_root(config.current())
    require_home(config.current())


@command.command("invite")
@click.argument("email")
def invite(email: str) -> None:
    """Print a link by which EMAIL becomes an administrator's account.

    The link works once and for 14 days; asked again, only the new one works.
    """
    with inside():
        from django.core.exceptions import ValidationError
        from django.core.validators import validate_email

        from balai.kernel import clock
        from balai.kernel.refusal import RuleViolationError
        from balai.office.addresses import link_to
        from balai.people.services.invitations import invite_administrator

        try:
            validate_email(email)
            path = invite_administrator(email=email, at=clock.now())
        except ValidationError as error:
            raise Problem(
                f"“{email}” is not an e-mail address.", "Write it as name@office.example."
            ) from error
        except RuleViolationError as violation:
            raise Problem(f"{email}:", str(violation.refusal.message)) from violation
        click.echo(link_to(path))
