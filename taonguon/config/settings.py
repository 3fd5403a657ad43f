"""All settings, read once from the environment (docs/operations.md lists them)."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from taonguon.config.mail import mail_of

PACKAGE = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit():
        raise ImproperlyConfigured(f"{name}: {text!r} is no whole number; write for example {default}.")
    return int(text)


def _day(name: str) -> date | None:
    text = os.environ.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name}: {text!r} is no day; write it as 2018-04-19.") from None


DATA = Path(os.environ.get("TAONGUON_DATA") or "var").absolute()
"""Where the embedded database, the secret and the returned workbooks are kept."""
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret() -> str:
    given = os.environ.get("TAONGUON_SECRET_KEY", "")
    if given:
        return given
    file = DATA / "secret-key"
    if not file.exists():
        draft = file.with_name(f"secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, file)  # one winner where two processes start at once
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


TODAY = _day("TAONGUON_TODAY")
"""The day that counts as today; empty: the clock's."""
DEMO = _flag("TAONGUON_DEMO")
"""Shows the banner that all people are invented, and the demonstration accounts."""

RULES = os.environ.get("TAONGUON_RULES", "").strip()
"""The site's own book of rules (a file or folder) over the central one; empty: none."""

SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = (os.environ.get("TAONGUON_HOSTS") or "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TAONGUON_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "taonguon.web",
    "taonguon.audit",
    "taonguon.accounts",
    "taonguon.orgs",
    "taonguon.procedures",
    "taonguon.people",
    "taonguon.admissions",
    "taonguon.outreach",
    "taonguon.classes",
    "taonguon.plans",
    "taonguon.reminders",
    "taonguon.intake",
    "taonguon.reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "taonguon.web.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "taonguon.web.middleware.PrivatePagesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
ROOT_URLCONF = "taonguon.config.urls"
WSGI_APPLICATION = "taonguon.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "taonguon.web.context.frame",
            ],
            "builtins": ["taonguon.web.templatetags.frame"],
        },
    }
]


def _database() -> dict[str, object]:
    url = os.environ.get("TAONGUON_DATABASE_URL", "").strip()
    if not url:
        return _sqlite(DATA / "taonguon.sqlite3")
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (dj_database_url.ParseError, ValueError) as error:
        raise ImproperlyConfigured(f"TAONGUON_DATABASE_URL cannot be read: {error}") from None
    if "sqlite" in str(found["ENGINE"]):
        return _sqlite(Path(str(found["NAME"])))
    # A page asks many small questions: compiling one of them takes longer than answering it.
    given = found.get("OPTIONS") or {}
    return {**found, "OPTIONS": {**given, "options": f"-c jit=off {given.get('options', '')}".rstrip()}}


def _sqlite(file: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
            "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        # Counts of failed log-ins live here; a small cache would drop them while somebody tries many names.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "taonguon.accounts.validators.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "taonguon.accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {"change_password": "taonguon.accounts.forms.OwnPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["taonguon.config.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

ADDRESS = os.environ.get("TAONGUON_ADDRESS", "").strip().rstrip("/")
"""Where people open the product, for links in mail; pages take it from the request."""
MAIL = mail_of(
    os.environ.get("TAONGUON_EMAIL_URL", "").strip(), ADDRESS, os.environ.get("TAONGUON_EMAIL_FROM", "").strip()
)
"""The mail server; None: no mail leaves the product."""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'dummy'}.EmailBackend"
if MAIL:
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.kind == "smtp+tls", MAIL.kind == "smtps"
    EMAIL_TIMEOUT = 20
    DEFAULT_FROM_EMAIL = MAIL.sender

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
if _flag("TAONGUON_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

ALLAUTH_TRUSTED_PROXY_COUNT = _number("TAONGUON_PROXIES", 0)
"""How many web servers stand in front: the limits of log-in then count the visitor's own address."""
UPLOAD_MAX_BYTES = _number("TAONGUON_UPLOAD_MAX_MB", 40) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
}
