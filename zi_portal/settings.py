"""All settings, read from the environment in this one place. `.env.example` documents each of them.

A value that cannot be read stops the start with the variable's name; rules of the regulations are never settings.
"""

import secrets
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from environs import Env, validate

from zi_portal.fontconfig import configure_fonts

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)
env.read_env(BASE_DIR / ".env", recurse=False)

DEBUG = env.bool("DEBUG", False)
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
HTTPS = env.bool("HTTPS", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
SITE_URL = env.str(
    "SITE_URL",
    "http://localhost:8000",
    validate=validate.Regexp(
        r"https?://[^/\s]+$", error="Must be like https://zi.example.go.id, without a path or a slash at its end."
    ),
)
REDIS_URL = env.str(
    "REDIS_URL",
    "",
    validate=validate.Regexp(r"(rediss?://\S+)?$", error="Must begin with redis:// or rediss://."),
)
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", 20, validate=validate.Range(min=1, max=200))
SUMMARY_DAY = env.int("SUMMARY_DAY", 1, validate=validate.Range(min=1, max=28))
SESSION_HOURS = env.int("SESSION_HOURS", 10, validate=validate.Range(min=1, max=72))
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0, max=5))
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", 120, validate=validate.Range(min=1, max=10000))
API_FAILURES_PER_MINUTE = env.int("API_FAILURES_PER_MINUTE", 20, validate=validate.Range(min=1, max=1000))
# Indonesia has three zones; one installation serves one province, so one zone suffices.
TIME_ZONE = env.str(
    "TIME_ZONE",
    "Asia/Jakarta",
    validate=validate.OneOf(["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]),
)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Portal Zona Integritas <zi@localhost>")
_email = env.dj_email_url("EMAIL_URL", f"file:///{DATA_DIR}/email")
# Electronic signatures (reports.signing): a timestamp server, a token or HSM, a remote service.
_web_address = validate.Regexp(
    r"(https://\S+|http://(localhost|127\.0\.0\.1)(:\d+)?(/\S*)?)?$",
    error="Must begin with https:// (http:// for this machine only).",
)
TIMESTAMP_URL = env.str(
    "TIMESTAMP_URL", "", validate=validate.Regexp(r"(https?://\S+)?$", error="Must begin with http:// or https://.")
)
PKCS11_MODULE = env.str("PKCS11_MODULE", "")
PKCS11_TOKEN = env.str("PKCS11_TOKEN", "")
SIGNER_URL = env.str("SIGNER_URL", "", validate=_web_address)
SIGNER_USER = env.str("SIGNER_USER", "")
SIGNER_PASSWORD = env.str("SIGNER_PASSWORD", "")
_secret = env.str("SECRET_KEY", "")
_identity_keys = env.list("IDENTITY_KEYS", [])


def _kept_secret() -> str:
    """Without SECRET_KEY the key is made once and kept beside the data, so that sessions survive a restart."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


_database = env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR}/zi.sqlite3", conn_max_age=60)
env.seal()

SECRET_KEY = _secret or _kept_secret()
# Who complained is encrypted under the first and read with any of them (units.complaint_cipher).
IDENTITY_KEYS = _identity_keys or [SECRET_KEY]
configure_fonts(BASE_DIR, DATA_DIR)

DATABASES = {"default": _database | {"CONN_HEALTH_CHECKS": True}}
IS_SQLITE = _database["ENGINE"] == "django.db.backends.sqlite3"
if IS_SQLITE:
    # WAL alone makes concurrent writers fail more often; IMMEDIATE is what makes them queue.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
else:
    # Compiling the dashboards' queries takes PostgreSQL five times as long as running them at a province's size.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"} | _database.get("OPTIONS", {})

INSTALLED_APPS = [
    "zi_portal",
    "reports",
    "action_plans",
    "evaluation",
    "units",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_bootstrap5",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.middleware.SessionEndedMiddleware",
    "units.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "units.middleware.PeranMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "zi_portal.urls"
WSGI_APPLICATION = "zi_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zi_portal.context.shell",
            ],
            "builtins": ["units.templatetags.indonesia", "units.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/zi.html"

# Identity
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "units.auth.NipOrEmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("nip", "nama", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "beranda"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_SAVE_EVERY_REQUEST = False
PASSWORD_RESET_TIMEOUT = 3600
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "units/lockout.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_CLIENT_IP_CALLABLE = "units.client_ip.client_ip"
# Trying again during a lockout must not lengthen it: the page has said when it ends.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

# Language and time
LANGUAGE_CODE = "id"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
FILE_UPLOAD_HANDLERS = ["units.uploads.LimitedUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 30

# Cache, broker
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "zi_cache"}
}
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT = "zi_portal.broker:Transport"
    _queue = DATA_DIR / "celery" / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue),
        "data_folder_out": str(_queue),
        "control_folder": str(DATA_DIR / "celery" / "control"),
        "polling_interval": 0.1,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# What beat queued while no worker ran is worth nothing to the worker that starts.
_expiring = {"options": {"expires": 30}}
CELERY_BEAT_SCHEDULE = {
    "worker-seen": {"task": "zi_portal.celery.mark_worker_seen", "schedule": 20.0} | _expiring,
    "requeue-stale-jobs": {"task": "zi_portal.celery.requeue_stale_jobs", "schedule": 15.0} | _expiring,
    "send-reminders": {"task": "action_plans.tasks.send_reminders", "schedule": 6 * 3600.0},
    "send-calendar-reminders": {"task": "units.tasks.send_calendar_reminders", "schedule": 6 * 3600.0},
    "send-digests": {"task": "units.tasks.send_digests", "schedule": crontab(hour=6, minute=30)},
    "send-monthly-summaries": {"task": "reports.tasks.send_monthly_summaries", "schedule": crontab(hour=7, minute=0)},
    "send-reevaluation-reminders": {"task": "units.tasks.send_reevaluation_reminders", "schedule": 6 * 3600.0},
    "send-complaint-reminders": {"task": "units.tasks.send_complaint_reminders", "schedule": 6 * 3600.0},
    "forget-initial-passwords": {"task": "units.tasks.forget_initial_passwords", "schedule": 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celery" / "beat-schedule")

# Mail
vars().update(_email)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Browser security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # it wants DENY; a page shows a PDF of this same portal in a frame
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zi_portal.errors.csrf_failure"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sehat/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"level": "INFO"},
        "axes": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pyhanko": {"level": "ERROR"},  # it warns of every issuer that it does not know
        "weasyprint": {"level": "ERROR"},
    },
}
