"""All settings, all from the environment; a value that cannot be used stops the start with a sentence.

SECRET_KEY, DATABASE_URL, CELERY_BROKER_URL and ONESTOP_ARCHIVE_TOKEN may also be given as NAME_FILE, the path of a
file that holds the value (container secrets); the password in DATABASE_URL as POSTGRES_PASSWORD_FILE.
"""

import base64
import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

for _name in [name for name in os.environ if name.endswith("_FILE")]:
    _path = Path(os.environ[_name])
    if _name.removesuffix("_FILE") in {
        "SECRET_KEY",
        "DATABASE_URL",
        "CELERY_BROKER_URL",
        "ONESTOP_ARCHIVE_TOKEN",
    }:
        os.environ.setdefault(_name.removesuffix("_FILE"), _path.read_text().strip())

env = environ.Env()

# --- where things live -------------------------------------------------------------------------------
os.umask(0o077)  # database, files and logs belong to this account alone
ONESTOP_VAR = Path(env.str("ONESTOP_VAR", str(BASE_DIR / "var"))).resolve()
KEYS_DIR = ONESTOP_VAR / "keys"
MEDIA_ROOT = ONESTOP_VAR / "media"
STATIC_ROOT = ONESTOP_VAR / "static"
for _directory in (ONESTOP_VAR, MEDIA_ROOT, KEYS_DIR):
    _directory.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Return SECRET_KEY from the environment, or one made once and kept in the keys directory."""
    if given := env.str("SECRET_KEY", ""):
        return str(given)
    path = KEYS_DIR / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(base64.b64encode(secrets.token_bytes(48)).decode())
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", False)
PORT = env.int("PORT", 8000)

# --- this installation -------------------------------------------------------------------------------
ONESTOP_PROVINCE = env.str("ONESTOP_PROVINCE", "96")  # General Statistics Office code: 96 = Cà Mau
ONESTOP_BASE_URL = env.str("ONESTOP_BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ONESTOP_DEMO = env.bool("ONESTOP_DEMO", "DATABASE_URL" not in os.environ)
ONESTOP_UPLOAD_LIMIT = env.int("ONESTOP_UPLOAD_LIMIT", 20 * 1024 * 1024)
# How a dossier code is written (docs/codes.md); the numbers begin anew whenever the date that it writes changes.
ONESTOP_CODE_PATTERN = env.str("ONESTOP_CODE_PATTERN", "{agency}-{date:%y%m%d}-{number:04d}")
ONESTOP_LEASE_SECONDS = env.float("ONESTOP_LEASE_SECONDS", 15.0)
ONESTOP_BEHIND_PROXY = env.bool("ONESTOP_BEHIND_PROXY", False)  # then X-Forwarded-For names the client
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [ONESTOP_BASE_URL]

INSTALLED_APPS = [
    "onestop",
    "supervision",
    "payments",
    "dossiers",
    "procedures",
    "accounts",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "onestop.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "onestop.problems.ProblemPages",
]
ROOT_URLCONF = "onestop.urls"
WSGI_APPLICATION = "onestop.wsgi.application"
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
            ],
        },
    },
]


# --- data --------------------------------------------------------------------------------------------
def _database() -> dict[str, Any]:
    """Return PostgreSQL from DATABASE_URL, or the embedded SQLite: WAL and IMMEDIATE, so that writers queue."""
    given = env.str("DATABASE_URL", "")
    if not given:
        pragmas = (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "mmap_size=134217728",
            "journal_size_limit=27103364",
        )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ONESTOP_VAR / "db.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
            },
        }
    config: dict[str, Any] = environ.Env.db_url_config(given)
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL database: postgresql://user@host/name"
        )
    if password := env.str("POSTGRES_PASSWORD_FILE", ""):
        config["PASSWORD"] = Path(password).read_text().strip()
    # Persistent connections are worth a factor of three; statements are prepared at their second use.
    config["CONN_MAX_AGE"] = 600
    config["OPTIONS"] = {
        **config.get("OPTIONS", {}),
        "server_side_binding": True,
        "prepare_threshold": 2,
        "options": "-c jit=off",
    }
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES = {
    "default": {"BACKEND": "dossiers.files.AtomicStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "static/"
# What is compressed already, or never asked for, is left as it is: collecting takes seconds instead of half a minute.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "map",
    "ttf",
    "jpg",
    "jpeg",
    "png",
    "webp",
    "zip",
    "gz",
    "tgz",
    "bz2",
    "tbz",
    "xz",
    "br",
    "woff",
    "woff2",
    "ico",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000  # a part of a version with all its rows
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "dossiers.files.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- the archive (docs/retention.md), and how long what may wait (docs/stuck.md) -----------------------------
ONESTOP_ARCHIVE_URL = env.str("ONESTOP_ARCHIVE_URL", "").rstrip("/")  # empty: packages go to the folder
ONESTOP_ARCHIVE_TOKEN = env.str("ONESTOP_ARCHIVE_TOKEN", "")
ONESTOP_ARCHIVE_DIR = Path(env.str("ONESTOP_ARCHIVE_DIR", str(ONESTOP_VAR / "archive"))).resolve()
ONESTOP_ARCHIVE_TIMEOUT = env.float("ONESTOP_ARCHIVE_TIMEOUT", 60.0)  # seconds of silence
ONESTOP_KEEP_YEARS = env.int("ONESTOP_KEEP_YEARS", 10)  # of personal data, from the end of the dossier
ONESTOP_KEEP_YEARS_OF = env.dict("ONESTOP_KEEP_YEARS_OF", {"value": int}, default={})  # CODE=YEARS;...
ONESTOP_BUDGETS = env.json("ONESTOP_BUDGETS", {})  # {"not_answered": 480}, minutes

# --- background work: unset means that the runner executes the outbox itself ---------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 30,
    "socket_keepalive": True,
    "health_check_interval": 10,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE = {
    "sweep-uploads": {"task": "dossiers.sweep_uploads", "schedule": 3600.0},
    "end-lapsed": {"task": "accounts.end_lapsed", "schedule": 3600.0},
    "grant-lapsed": {"task": "dossiers.grant_lapsed", "schedule": 3600.0},
    "retain": {"task": "dossiers.retain", "schedule": 3600.0},
}

# --- memory shared by all processes: counts of failed sign-ins -------------------------------------------
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CELERY_BROKER_URL}
        if CELERY_BROKER_URL.startswith("redis")
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": ONESTOP_VAR / "run" / "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    )
}

# --- people ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "accounts.sign_in.PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- language and time -------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- headers -----------------------------------------------------------------------------------------
_SECURE = ONESTOP_BASE_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
SECURE_HSTS_SECONDS = 31536000 if _SECURE else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
X_FRAME_OPTIONS = "SAMEORIGIN"  # the desk shows the result's PDF in a frame of its own page
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    },
}

# --- API ---------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.tokens.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["onestop.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "onestop.problems.api_exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "onestop",
    "DESCRIPTION": "Dossiers of administrative procedures: one POST per verb.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVERS": [{"url": "/"}],
}

# --- logs: never a name, a number of a card, an address -------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"hide_tokens": {"()": "onestop.logs.HideTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_tokens"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {
        "onestop": {"level": "INFO"},
        "dossiers": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # addresses of refused requests may hold tracking tokens
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "ERROR"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
