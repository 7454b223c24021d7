"""Django settings. What differs between installations comes from config.env."""

from nuantong.config.env import ROOT, env

ENV = env()
BASE_DIR = ROOT
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts.split(",")
TODAY = ENV.today
DEMO = ENV.demo
DEMO_ACCOUNTS = "nuantong.demo.accounts.listed"
FIELD_KEYS = ENV.field_keys
INDEX_KEY = ENV.index_key
PHOTO_DAYS = ENV.photo_days
SMS_GATEWAY = ENV.sms_gateway
SMS_FILE = ENV.home / "messages.jsonl"

OUR_APPS = [
    "nuantong.core",
    "nuantong.audit",
    "nuantong.regions",
    "nuantong.accounts",
    "nuantong.calendars",
    "nuantong.access",
    "nuantong.people",
    "nuantong.tasks",
    "nuantong.notices",
    "nuantong.documents",
    "nuantong.books",
    "nuantong.consents",
    "nuantong.carers",
    "nuantong.helpers",
    "nuantong.eligibility",
    "nuantong.pairing",
    "nuantong.cohorts",
    "nuantong.duties",
    "nuantong.screening",
    "nuantong.instruments",
    "nuantong.services",
    "nuantong.goods",
    "nuantong.campaigns",
    "nuantong.visits",
    "nuantong.rosters",
    "nuantong.sweeps",
    "nuantong.care",
    "nuantong.help",
    "nuantong.programmes",
    "nuantong.handouts",
    "nuantong.aid",
    "nuantong.counselling",
    "nuantong.protection",
    "nuantong.growth",
    "nuantong.outcomes",
    "nuantong.reckoning",
    "nuantong.reports",
    "nuantong.demo",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "django_filters",
    "axes",
    "procrastinate.contrib.django",
    *OUR_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nuantong.core.middleware.ContentSecurityPolicy",
    "nuantong.core.middleware.NoNulBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nuantong.accounts.middleware.OwnPasswordFirst",
    "nuantong.access.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nuantong.config.urls"
WSGI_APPLICATION = "nuantong.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "nuantong" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nuantong.config.navigation.navigation",
            ],
        },
    },
]

FORM_RENDERER = "nuantong.core.controls.Renderer"

DATABASES = {"default": ENV.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "nuantong.accounts.backends.StaffNumberOrPhone",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
CSRF_FAILURE_VIEW = "nuantong.core.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"
FORMAT_MODULE_PATH = ["nuantong.config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = ENV.home / "static"
STATICFILES_DIRS = [ROOT / "nuantong" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "nuantong.core.static_finder.NpmFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

PROCRASTINATE_ON_APP_READY = None
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
