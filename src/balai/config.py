"""The only reader of the environment and of the configuration file.

In: ``BALAI_*`` variables, each also as ``BALAI_*_FILE`` (a file whose content is the value), and the
optional ``balai.toml`` in the home (the same keys in lower case without the prefix). Out: one frozen
:class:`Config`. Reading starts nothing and writes nothing; secrets are made by commands. A wrong
value is a :class:`ConfigError` that names the key, the value, the rule and the remedy.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

PREFIX = "BALAI_"
KEYS: Mapping[str, str] = {
    "HOME": "folder of this installation: database, files, secrets",
    "PUBLIC_URL": "the address under which people reach this installation, such as https://balai.example",
    "DATABASE_URL": "an external PostgreSQL, as the application's role: postgresql://balai_app@host/balai",
    "DATABASE_OWNER_URL": "the same database as the role that owns the tables and runs migrations",
    "BIND": "address and port to listen on; 127.0.0.1:8000 by default",
    "WEB_WORKERS": "processes that answer requests; 2 by default",
    "WEB_THREADS": "requests that one process answers at a time; 4 by default",
    "TRUSTED_PROXIES": "comma-separated addresses of reverse proxies whose forwarding headers count",
    "SMTP_URL": "the mail server: smtps://user:password@host:465 or smtp://host:25",
    "MAIL_FROM": "the sender of mails, such as Balai <office@balai.example>",
    "OPENID_FILE": "a JSON file of the services with which people may sign in (OpenID Connect)",
    "FILES_URL": "an object storage for the sealed files: s3://bucket/prefix; they lie in the home without",
    "CLAMD": "a scanner for viruses: unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310; uploads are not scanned without",
    "TIME_ZONE": "zone of the office until it sets its own; UTC by default",
}
"""Every key and what it is for; docs/operate/configuration.md is compared with it by a test."""


class ConfigError(Exception):
    """A setting is missing or wrong; the text says which, and what to do."""

    def __init__(self, key: str, problem: str, remedy: str) -> None:
        self.key = key
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{PREFIX}{key}: {problem} {remedy}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdProvider:
    """A service with which people may sign in, such as a ministry's, over OpenID Connect.

    Attributes:
        id: stands in addresses; a change of it parts people from their sign-in.
        name: what the log-in page calls it.
        server_url: where ``/.well-known/openid-configuration`` begins; also what it must name as its issuer.
        second_factor: whether the operator says that it asks everybody for a second factor, so that Balai
            need not.
    """

    id: str
    name: str
    server_url: str
    client_id: str
    secret: str = field(repr=False)
    second_factor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStorage:
    """Where the sealed files lie when not in the home: a bucket that speaks S3.

    Attributes:
        prefix: what the names of all our objects begin with, without the slash after it; may be empty.
        endpoint: of a service that is not Amazon's own.
        access_key, secret_key: where none is named, what the environment says to every program of Amazon's.
    """

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = None
    secret_key: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """For people: without keys."""
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the operator decided, checked. ``None`` where a key was not given.

    Attributes:
        home: absolute path of the installation; may not exist yet.
        public_url: scheme and host without a trailing slash.
        bind_host, bind_port: where the web server listens.
        web_workers, web_threads: processes, and threads in each.
        object_storage: where the sealed files lie; in the home where there is none.
        clamd: where the scanner for viruses listens, as the operator wrote it.
        trusted_proxies: addresses whose ``X-Forwarded-*`` headers are believed.
    """

    home: Path
    public_url: str | None
    database_url: str | None
    database_owner_url: str | None
    bind_host: str
    bind_port: int
    web_workers: int
    web_threads: int
    trusted_proxies: tuple[str, ...]
    smtp_url: str | None
    mail_from: str | None
    openid_providers: tuple[OpenIdProvider, ...]
    object_storage: ObjectStorage | None
    clamd: str | None
    time_zone: str

    @property
    def secrets_folder(self) -> Path:
        """Private (0700): Django's secret key and the installation's data keys."""
        return self.home / "secrets"

    @property
    def files_folder(self) -> Path:
        """Uploaded files, encrypted, under generated names, unless an object storage has them."""
        return self.home / "files"

    @property
    def is_demo(self) -> bool:
        """Whether ``balai demo`` or a drill created this home; nothing else writes the mark."""
        return (self.home / "demo.json").is_file()

    @property
    def secret_key(self) -> str:
        """Django's secret key, or an empty text when no command has made one yet."""
        try:
            return (self.secrets_folder / "django.key").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""
        except PermissionError as error:
            raise ConfigError(
                "HOME",
                f"{error.filename} cannot be read by this user.",
                "Run as the user who owns the installation, or name another home.",
            ) from error


def default_home(environment: Mapping[str, str]) -> Path:
    """The home when none is named: in the XDG data folder, which for root is /var/lib."""
    usual = Path("/var/lib") if os.geteuid() == 0 else Path.home() / ".local" / "share"
    return Path(environment.get("XDG_DATA_HOME") or usual) / "balai" / "home"


def demo_home(clone: Path, environment: Mapping[str, str]) -> Path:
    """The home of the demonstration of one clone: a name that tells the folder, and a hash of its path."""
    digest = hashlib.sha256(str(clone.resolve()).encode()).hexdigest()[:10]
    slug = "".join(c if c.isalnum() else "-" for c in clone.resolve().name.lower()).strip("-")
    return default_home(environment).with_name(f"demo-{slug or 'clone'}-{digest}")


def read(environment: Mapping[str, str]) -> Config:
    """Read and check every setting.

    Raises:
        ConfigError: a key is unknown, unreadable or has a value that breaks its rule.
    """
    given = _given(environment)
    try:
        home = Path(given["HOME"]).expanduser() if "HOME" in given else default_home(environment)
    except RuntimeError:
        raise ConfigError(
            "HOME", "nobody knows the home folder of this user.", "Write the whole path, as in /srv/balai."
        ) from None
    if not home.is_absolute():
        raise ConfigError(
            "HOME", f"“{home}” is not an absolute path.", "Write it from the root, as in /srv/balai."
        )
    given = _from_file(home / "balai.toml") | given
    host, port = _bind(given.get("BIND", "127.0.0.1:8000"))
    return Config(
        home=home,
        public_url=_public_url(given.get("PUBLIC_URL")),
        database_url=_database_url("DATABASE_URL", given),
        database_owner_url=_database_url("DATABASE_OWNER_URL", given),
        bind_host=host,
        bind_port=port,
        web_workers=_count("WEB_WORKERS", given, default=2),
        web_threads=_count("WEB_THREADS", given, default=4),
        trusted_proxies=_addresses("TRUSTED_PROXIES", given),
        smtp_url=_smtp_url(given.get("SMTP_URL")),
        mail_from=_mail_from(given.get("MAIL_FROM")),
        openid_providers=_openid_providers(given.get("OPENID_FILE")),
        object_storage=_object_storage(given.get("FILES_URL")),
        clamd=_clamd(given.get("CLAMD")),
        time_zone=_time_zone(given.get("TIME_ZONE", "UTC")),
    )


@cache
def current() -> Config:
    """The configuration of this process, read once."""
    return read(os.environ)


def _given(environment: Mapping[str, str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in environment.items():
        key = name.removeprefix(PREFIX)
        if key == name or value == "":
            continue
        if key in KEYS:
            given[key] = value
        elif key.removesuffix("_FILE") in KEYS:
            target = key.removesuffix("_FILE")
            try:
                given.setdefault(target, Path(value).read_text(encoding="utf-8").strip())
            except OSError as error:
                raise ConfigError(
                    key, f"the file {value} cannot be read ({error.strerror}).", "Name a readable file."
                ) from error
            except UnicodeDecodeError:
                raise ConfigError(
                    key, f"the file {value} is not a text in UTF-8.", "Write the value alone into it."
                ) from None
        else:
            raise ConfigError(key, "there is no such setting.", f"Known are: {', '.join(KEYS)}.")
    return given


def _from_file(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except PermissionError as error:
        raise ConfigError(
            "HOME", f"{path} cannot be read by this user.", "Run as the user who owns the installation."
        ) from error
    except OSError as error:
        raise ConfigError(
            "HOME", f"{path} cannot be read ({error.strerror}).", "Correct this, or name another home."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            "HOME", f"{path} is not valid TOML: {error}.", "Correct the line it names."
        ) from error
    given: dict[str, str] = {}
    for name, value in table.items():
        if name.upper() not in KEYS or name == "home":
            raise ConfigError(name.upper(), f"{path} has an unknown key “{name}”.", "Remove or correct it.")
        if isinstance(value, bool | dict | list):
            raise ConfigError(
                name.upper(), f"{path} has “{value}” for “{name}”.", "Write one text or number."
            )
        given[name.upper()] = str(value)
    return given


def _bind(value: str) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ConfigError("BIND", f"“{value}” is not an address and a port.", "Write it as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def _public_url(value: str | None) -> str | None:
    if value is None:
        return None
    parts = _parts_of(value)
    if (
        parts is None
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path not in {"", "/"}
        or parts.query
    ):
        raise ConfigError(
            "PUBLIC_URL", f"“{value}” is not a public address.", "Write it as https://balai.example."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _database_url(key: str, given: Mapping[str, str]) -> str | None:
    value = given.get(key)
    if value is None:
        if key == "DATABASE_OWNER_URL" and "DATABASE_URL" in given:
            raise ConfigError(
                key,
                "an external database needs both of its addresses.",
                "Name the role that owns the tables: postgresql://balai_owner@host/balai.",
            )
        return None
    parts = _parts_of(value)
    if (
        parts is None
        or parts.scheme not in {"postgres", "postgresql"}
        or not parts.path.strip("/")
        or not parts.username
    ):
        raise ConfigError(
            key,
            "the address is not that of a PostgreSQL database with a user.",  # never echo it: it may hold a password
            f"Write it as postgresql://user:password@host:5432/name, {SIGNS}.",
        )
    return value


def _smtp_url(value: str | None) -> str | None:
    if value is None:
        return None
    parts = _parts_of(value)
    if parts is None or parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname:
        raise ConfigError(
            "SMTP_URL",
            "the address is not that of a mail server.",  # never echo it: it may hold a password
            f"Write it as smtps://user:password@host:465, smtp+starttls://host:587 or smtp://host:25, {SIGNS}.",
        )
    return value


def _mail_from(value: str | None) -> str | None:
    if value is None:
        return None
    from email.utils import parseaddr  # noqa: PLC0415 -- takes 20 ms of every start, and most name no sender

    _name, address = parseaddr(value)
    local, _at, host = address.rpartition("@")
    if not local or not host or not value.isprintable():
        raise ConfigError(
            "MAIL_FROM", f"“{value}” is no sender of mails.", "Write it as Balai <office@balai.example>."
        )
    return value


SIGNS = "with %40, %2F, %23, %5B and so on for special signs in a password"


def _parts_of(value: str) -> SplitResult | None:
    """The parts of an address; None when it has none, or its port is no number."""
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError:
        return None
    return parts


BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,62}")
FOLDERS = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


def _object_storage(value: str | None) -> ObjectStorage | None:
    if value is None:
        return None
    key = "FILES_URL"  # never echo a value: it may hold a password
    try:
        parts = urlsplit(value)
        options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise ConfigError(
            key, "the address cannot be read.", "Write what is special in it as %2F, %3F and so on."
        ) from None
    names, _at, bucket = parts.netloc.rpartition("@")
    prefix = parts.path.strip("/")
    if (
        parts.scheme != "s3"
        or not BUCKET.fullmatch(bucket)
        or (prefix and not FOLDERS.fullmatch(prefix))
        or parts.fragment
    ):
        raise ConfigError(
            key,
            "the address is not that of a bucket.",
            "Write it as s3://bucket/prefix or s3://key:secret@bucket/prefix?endpoint=https://s3.example&region=….",
        )
    access_key, _colon, secret_key = (unquote(part) for part in names.partition(":"))
    if bool(access_key) != bool(secret_key):
        raise ConfigError(
            key,
            "it has half of a key.",
            "Write key and secret, as in s3://key:secret@bucket, or leave both to the environment.",
        )
    if unknown := options.keys() - {"endpoint", "region"}:
        raise ConfigError(key, f"“{min(unknown)}” is not known.", "Known are: endpoint, region.")
    endpoint = options.get("endpoint")
    if endpoint is not None and not _is_endpoint(endpoint):
        raise ConfigError(key, "its endpoint is not an address.", "Write it as https://s3.example:9000.")
    if find_spec("boto3") is None:
        raise ConfigError(
            key,
            "what speaks to an object storage is not installed.",
            "Install it: make object-storage (or the package as balai[s3]); or leave the key out.",
        )
    return ObjectStorage(
        bucket=bucket,
        prefix=prefix,
        endpoint=endpoint,
        region=options.get("region"),
        access_key=access_key or None,
        secret_key=secret_key or None,
    )


def _is_endpoint(value: str) -> bool:
    parts = _parts_of(value)
    if parts is None:
        return False
    is_bare = "@" not in parts.netloc and parts.path in {"", "/"} and not parts.query
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and is_bare


def _clamd(value: str | None) -> str | None:
    if value is None:
        return None
    kind, _colon, place = value.partition(":")
    host, _colon, port = place.rpartition(":")
    is_file = kind == "unix" and place.startswith("/")
    is_address = kind == "tcp" and host and port.isdecimal() and 0 < int(port) < 65536
    if not is_file and not is_address:
        raise ConfigError(
            "CLAMD",
            f"“{value}” is not the address of a scanner.",
            "Write it as unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310.",
        )
    return value


def _openid_providers(path: str | None) -> tuple[OpenIdProvider, ...]:
    if path is None:
        return ()
    key = "OPENID_FILE"
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            key, f"the file {path} cannot be read ({error.strerror}).", "Name a readable file."
        ) from error
    except ValueError as error:
        raise ConfigError(
            key, f"{path} is not valid JSON: {error}.", "Correct the place it names."
        ) from error
    if not isinstance(found, list):
        raise ConfigError(key, f"{path} holds no list.", "Write a list of services: [{…}, {…}].")
    providers = tuple(_openid_provider(key, path, number, one) for number, one in enumerate(found, 1))
    if len({provider.id for provider in providers}) < len(providers):
        raise ConfigError(key, f"{path} has two services with one id.", "Give each its own.")
    return providers


def _openid_provider(key: str, path: str, number: int, given: object) -> OpenIdProvider:
    place = f"{path}, service {number}:"  # never echo a value: it may be the secret
    texts = ("id", "name", "server_url", "client_id", "secret")
    if not isinstance(given, dict) or not all(isinstance(given.get(name), str) for name in texts):
        raise ConfigError(key, f"{place} it needs {', '.join(texts)}, each a text.", "Add what is missing.")
    unknown = given.keys() - {*texts, "second_factor"}
    if unknown or not isinstance(given.get("second_factor", False), bool):
        raise ConfigError(
            key,
            f"{place} {min(unknown)} is not known."
            if unknown
            else f"{place} second_factor is true or false.",
            "Correct or remove it.",
        )
    if not re.fullmatch(r"[a-z0-9-]{1,40}", given["id"]):
        raise ConfigError(
            key, f"{place} its id is not a short word.", "Use small letters, digits and hyphens."
        )
    parts = _parts_of(given["server_url"])
    is_open = parts and parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts is None or not parts.hostname or not (parts.scheme == "https" or is_open):
        raise ConfigError(
            key, f"{place} its server_url does not begin with https://.", "Write the address of the issuer."
        )
    return OpenIdProvider(**{**given, "server_url": given["server_url"].rstrip("/")})


def _count(key: str, given: Mapping[str, str], *, default: int) -> int:
    value = given.get(key, str(default))
    if not value.isdecimal() or not 1 <= int(value) <= 256:
        raise ConfigError(key, f"“{value}” is not a number from 1 to 256.", f"Leave it out for {default}.")
    return int(value)


def _addresses(key: str, given: Mapping[str, str]) -> tuple[str, ...]:
    addresses = tuple(part.strip() for part in given.get(key, "").split(",") if part.strip())
    for address in addresses:
        try:
            ip_address(address)
        except ValueError:
            raise ConfigError(
                key, f"“{address}” is not an IP address.", "Write it as 10.0.0.1, several with commas."
            ) from None
    return addresses


def _time_zone(value: str) -> str:
    # Imported here: the list is read from disk, and most processes never name a zone.
    from zoneinfo import available_timezones  # noqa: PLC0415 -- see above

    if value not in available_timezones():
        raise ConfigError("TIME_ZONE", f"“{value}” is not a time zone.", "Write one such as Asia/Jakarta.")
    return value
