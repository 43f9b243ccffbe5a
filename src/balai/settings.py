"""Django's settings, derived from :mod:`balai.config`. Importing this starts and writes nothing.

One line per app; the order is the order of the rooms, top to bottom. Whatever an operator may decide
is a key of the configuration, never a line to edit here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from balai import config
from balai.database.connection import application_parameters

CONFIG = config.current()
PACKAGE = Path(__file__).parent
IS_HTTPS = (CONFIG.public_url or "").startswith("https://")

SECRET_KEY = CONFIG.secret_key
DEBUG = False
ROOT_URLCONF = "balai.urls"
WSGI_APPLICATION = "balai.wsgi.application"
# Before the set-up nobody has told the public address, and every host is answered; mails never take the
# address from the request (office.addresses), so a forged host gains nothing.
ALLOWED_HOSTS = (
    [urlsplit(CONFIG.public_url).hostname or "", "localhost", "127.0.0.1", "[::1]"]
    if CONFIG.public_url
    else ["*"]
)

INSTALLED_APPS = [
    "balai.portal",
    "balai.newsroom",
    "balai.reporting",
    "balai.alumni",
    "balai.exchange",
    "balai.followup",
    "balai.certificates",
    "balai.delivery",
    "balai.timetable",
    "balai.selection",
    "balai.nominations",
    "balai.programmes",
    "balai.directory",
    "balai.correspondence",
    "balai.office",
    "balai.people",
    "balai.audit",
    "balai.kernel",
    "balai.ui",
    "procrastinate.contrib.django",
    "allauth.usersessions",
    "allauth.mfa",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount",
    "allauth.account",
    "allauth",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "balai.kernel.middleware.BodilessHeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # adds random bytes, so that sizes tell nothing (BREACH)
    "csp.middleware.CSPMiddleware",
    "balai.kernel.middleware.DevicesMiddleware",
    "balai.kernel.middleware.AnyHostForHealthMiddleware",
    "balai.kernel.once.OncePerRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "balai.kernel.middleware.ReadableTextMiddleware",  # which answers in the reader's language
    "balai.ui.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "balai.people.middleware.SessionNoteMiddleware",
    "balai.kernel.middleware.RefusalMiddleware",
    "balai.people.middleware.AccessMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "balai.ui.context.shell",
            ],
        },
    },
]

# --- database -----------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        **application_parameters(CONFIG),
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all processes: the limits of sign-in count in it.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "balai_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # beyond them some are forgotten, and limits must not be
    },
}

# --- accounts -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "balai.office.adapters.ContextWordsValidator"},
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "balai.correspondence.adapters.account.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
LOGIN_REDIRECT_URL = "portal:tasks"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_FORMS = {
    "add_email": "balai.people.forms.signing_in.MoreAddressForm",
    "change_password": "balai.people.forms.signing_in.ChangedPasswordForm",
    "confirm_login_code": "balai.people.forms.signing_in.CodeForm",
    "login": "balai.people.forms.signing_in.SignInForm",
    "reauthenticate": "balai.people.forms.signing_in.ConfirmForm",
    "request_login_code": "balai.people.forms.signing_in.CodeRequestForm",
    "reset_password": "balai.people.forms.signing_in.AddressForm",
    "reset_password_from_key": "balai.people.forms.signing_in.NewPasswordForm",
    "set_password": "balai.people.forms.signing_in.FirstPasswordForm",
}
ACCOUNT_RATE_LIMITS = {  # beside the library's own, and counted as they are: people.access.may_guess
    "invitation": "20/m/ip",
    "api_token": "30/m/ip",
    "certificate": "30/m/ip",
    "credential": "20/m/ip",
    "subscription": "20/h/ip",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # some mail servers let a mail of strangers wait
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "balai.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "balai.people.forms.signing_in.AppForm",
    "add_webauthn": "balai.people.forms.signing_in.PasskeyForm",
    "authenticate": "balai.people.forms.signing_in.SecondFactorForm",
    "edit_webauthn": "balai.people.forms.signing_in.RenameForm",
    "reauthenticate": "balai.people.forms.signing_in.ConfirmByCodeForm",
}
MFA_TOTP_ISSUER = "Balai"
MFA_TOTP_TOLERANCE = 1  # half a minute: clocks of telephones differ, and people type slowly
# The library's default hinders those who sign up with somebody else's address. Here accounts open by
# invitation only, and it would keep everybody with a second factor from ever changing their address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = True
# Who signs in with the ministry's service enters the account of the address that it says is theirs, when we
# know it as theirs too (people.adapters); ADR 0301.
SOCIALACCOUNT_ADAPTER = "balai.people.adapters.ServiceAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form would be stopped by form-action on its way to the service
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "balai.people.openid.provider.Service",
        "APPS": [
            {
                "provider_id": provider.id,
                "name": provider.name,
                "client_id": provider.client_id,
                "secret": provider.secret,
                "settings": {"server_url": provider.server_url},
            }
            for provider in CONFIG.openid_providers
        ],
    }
}

# --- languages and time -------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("id", _("Indonesian"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "balai-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.home / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # uploads go to kernel.files, encrypted
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000  # a list of 500 rows with some thirty cells each
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "balai.kernel.uploads.TidyUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # 2.5 MB of form fields; files have limits of their own

# --- security ------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- words about what happens ----------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {
        "brief": {"()": "balai.kernel.errors.BriefWhileDatabaseIsAway"},
        "no secrets": {"()": "balai.kernel.errors.WithoutSecrets"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["brief", "no secrets"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
