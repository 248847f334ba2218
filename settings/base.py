"""Settings that hold everywhere; what differs stands in dev, test and production."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from cms.accounts.social import providers_from, sign_in_origins
from media.checks import MAX_BYTES
from media.formats import FileKind, content_types, extensions_of
from media.images import MAX_PIXELS
from media.storage import origins_from, storages_from

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

# Ours stand from the highest room to the lowest, before Wagtail's: their templates win.
INSTALLED_APPS = [
    "home",
    "home.demo",
    "home.rehearsal",
    "showcase",
    "contest_pages.results",
    "contest_pages.voting",
    "contest_pages.judging",
    "contest_pages.vault",
    "contest_pages.entries",
    "contest_pages",
    "cms.search",
    "cms.notices",
    "cms.accounts",
    "cms",
    "media",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.api.middleware.PublicData",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.accounts.middleware.GuardAdmin",
    "cms.middleware.NonsenseInAdmin",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "settings.urls"
WSGI_APPLICATION = "settings.wsgi.application"

CSRF_FAILURE_VIEW = "contest_pages.entries.views.expired.csrf_failure"

FORM_RENDERER = "cms.forms.SiteRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

# --- Database -----------------------------------------------------------------------------
# SQLite writes one at a time: WAL lets readers go on, and an immediate transaction waits for
# its turn at BEGIN instead of failing at the first write.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'madang.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# --- Language and time --------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True

# --- Accounts -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cms.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# Passwords are allauth's business alone: Wagtail neither asks for, sets, nor resets one.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
ACCOUNT_ADAPTER = "cms.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
#: Beside allauth's own limits: how often one visitor has us write to an address for a panel.
#: And how often one reports problems with apps.
ACCOUNT_RATE_LIMITS = {"panel_apply": "60/h/ip", "app_problem": "10/h/ip"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "cms.accounts.forms.SignupForm"
ACCOUNT_USER_DISPLAY = str
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Madang"
SOCIALACCOUNT_ADAPTER = "cms.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = providers_from(env)
# Staff set up a second factor before they see the admin.
STAFF_MFA_REQUIRED = True

# --- Mail ---------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="madang@localhost")
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL
# A mail is sent under a lock: shorter than SQLite's other writers wait.
EMAIL_TIMEOUT = 10

# --- What is fetched from elsewhere -------------------------------------------------------
# Addresses that people name are fetched from the public internet only (cms.fetching). A test that
# starts a server on this machine sets this; no environment does.
FETCH_LOOPBACK = False

# --- Static and uploaded files ------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
SERVE_MEDIA = False  # elsewhere than in development the web server or the object store does
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    **storages_from(env),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Larger files go to the disk while they arrive, not to memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
UPLOAD_MAX_BYTES = 200 * 1024 * 1024  # all files of one request together
FILE_UPLOAD_HANDLERS = [
    "media.upload_handlers.WholeRequestLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- The vault: git repositories --------------------------------------------------------------
VAULT_ROOT = Path(env.str("VAULT_ROOT", default=str(VAR_DIR / "vault")))
VAULT_QUOTA = env.int("VAULT_QUOTA_MB", default=500) * 1024 * 1024  # of one repository
VAULT_REGISTER_DAYS = 730  # how long it is known who came to a repository
VAULT_RETURN_DAYS = 30  # how long a team can fetch what is returned to it
# host=token for each place that repositories are mirrored to over HTTPS; a key file for SSH.
VAULT_MIRROR_TOKENS = env.dict("VAULT_MIRROR_TOKENS", default={})
VAULT_MIRROR_SSH_KEY = env.str("VAULT_MIRROR_SSH_KEY", default="")
VAULT_MIRROR_SSH_HOSTS = env.list("VAULT_MIRROR_SSH_HOSTS", default=[])
VAULT_MIRROR_PRIVATE_HOSTS = env.list("VAULT_MIRROR_PRIVATE_HOSTS", default=[])  # over HTTPS
VAULT_MIRROR_PROTOCOLS = ("https", "ssh")

# --- Wagtail ------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "마당"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "cms/password_required.html"  # noqa: S105  (a path)
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Nobody enters a stage's dates in a time other than the one in which they are shown and enforced.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "media.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = extensions_of([FileKind.IMAGE])
WAGTAILIMAGES_MAX_UPLOAD_SIZE = MAX_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = MAX_PIXELS
WAGTAILDOCS_DOCUMENT_MODEL = "media.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.SiteDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = MAX_BYTES
WAGTAILDOCS_CONTENT_TYPES = content_types()
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.backend"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

X_FRAME_OPTIONS = "DENY"  # Wagtail itself lets its previews be framed

# --- Content security policy: nothing inline, no other host but our buckets; cms.middleware relaxes the admin ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *origins_from(env)],
        "connect-src": [SELF, *origins_from(env)],  # files go straight to the bucket
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *sign_in_origins(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": [SELF],
    }
}

API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=300)  # from one address

STYLEGUIDE = env.bool("STYLEGUIDE", default=False)  # /styleguide/, always there in dev

# `manage.py demo` makes accounts whose password is known to all.
DEMO_ALLOWED = False
