"""Settings, all of them from environment variables (docs/configuration.md lists every one).

A site whose SITE_URL is on this machine needs none. One with a public SITE_URL must set
SECRET_KEY, and gets HTTPS, HSTS and secure cookies.
"""

from pathlib import Path
from urllib.parse import urlsplit

from qtsite import environment, logging_setup, patience

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / environment.text("VAR_DIR", "var")

DEBUG = environment.flag("DEBUG", False)
PORT = environment.port()
SITE_URL = environment.site_url("SITE_URL", f"http://127.0.0.1:{PORT}")
SITE_NAME = environment.text("SITE_NAME", "QuickTakes")
_host = environment.host_of(SITE_URL)
_is_local = _host in environment.LOCAL_HOSTS
_is_https = SITE_URL.startswith("https://")

SECRET_KEY = environment.text(
    "SECRET_KEY",
    "" if _is_local else None,
    hint=f"SITE_URL is {SITE_URL}, and a public site needs a long random key of its own. Make one"
    " with: python -c 'import secrets; print(secrets.token_urlsafe(60))'",
) or environment.local_secret_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", (_host, *environment.LOCAL_HOSTS))
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "articles.apps.ArticlesConfig",
    "qtsite.apps.QtsiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "markdownx",
    "django_tasks_db",
]
MIDDLEWARE = [
    "articles.watching.middleware.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "articles.web.response_headers.SecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "articles.web.conditional_requests.ConditionalRequestMiddleware",
    "articles.cdn.surrogate_keys.SurrogateKeyMiddleware",
    "articles.page_store.replica_middleware.ReplicaMiddleware",
    "articles.web.database_refusal.DatabaseRefusalMiddleware",
    "articles.web.redirect_middleware.LegacyAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "articles.admin.base.second_factor_middleware.SecondFactorMiddleware",
    "articles.admin.sign_in.session_renewal.SessionRenewalMiddleware",
    "articles.web.signed_out.SignedOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Addresses have no final slash; LegacyAddressMiddleware takes one off with a 301.
APPEND_SLASH = False
# Also where somebody wanted to be led elsewhere.
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "articles.web.error_pages.csrf_failure"
ROOT_URLCONF = "qtsite.urls"
WSGI_APPLICATION = "qtsite.wsgi.application"

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
            ],
        },
    },
]

DATABASES = {
    "default": environment.database(
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'qtsite.sqlite3'}",
        base_dir=BASE_DIR,
        patience=patience.of_this_process(),
        pool_connections=environment.integer("DATABASE_POOL", 0, minimum=0, maximum=64),
    )
}
# Read replicas of it, `replica_1` and on, by the order of the variable (articles.database).
_replicas = environment.replicas(
    "REPLICA_URLS", DATABASES["default"], patience=patience.of_this_process()
)
DATABASES |= _replicas
DATABASE_ROUTERS = ["articles.database.replica_reads.ReplicaRouter"] if _replicas else []
# A replica that is further behind is not asked.
REPLICA_MAX_LAG_SECONDS = environment.integer("REPLICA_MAX_LAG_SECONDS", 10, minimum=2, maximum=600)
# All the locks of a request together (articles.database.patience).
DATABASE_LOCK_SECONDS = patience.of_this_process().lock_seconds
# Of a worker's threads one is left for readers, whoever waits for a lock.
DATABASE_MOST_WAITING = environment.threads() - 1
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Each release's own, so that one that still runs goes on with its own list of names
# (docs/deployment.md, "Static files of two releases").
STATIC_ROOT = environment.folder("STATIC_DIR", base_dir=BASE_DIR) or VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "qtsite.style_sheet_bundle.BundleFinder",
]
# They are for pages of this site, as their Cross-Origin-Resource-Policy says.
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# Uploaded pictures and cards in a bucket of an S3-compatible service, where one is named; the rest
# also tells commands where an address s3://… is (articles.object_storage).
S3_BUCKET = environment.bucket_name("S3_BUCKET")
S3_ENDPOINT_URL = environment.endpoint("S3_ENDPOINT_URL", "")
S3_REGION = environment.text("S3_REGION", "us-east-1" if S3_ENDPOINT_URL else "")
S3_ACCESS_KEY_ID = environment.text("S3_ACCESS_KEY_ID", "")
S3_SECRET_ACCESS_KEY = environment.text("S3_SECRET_ACCESS_KEY", "")
S3_PUBLIC_URL = environment.endpoint("S3_PUBLIC_URL", "").rstrip("/")
STORAGES = {
    "default": {
        "BACKEND": "articles.object_storage.media_storage.MediaStorage"
        if S3_BUCKET
        else "django.core.files.storage.FileSystemStorage"
    },
    "staticfiles": {
        # In DEBUG the files are found where they stand, without collecting them first.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# More than any form of the site takes is refused before it is read.
FILE_UPLOAD_HANDLERS = [
    "articles.web.upload_limit.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Fonts for social cards beside those that ship with the software: for Chinese, say.
CARD_FONTS = environment.files("CARD_FONTS")

# Search engines are told of changes (manage.py send_indexnow) only where a key is set.
INDEXNOW_KEY = environment.indexnow_key("INDEXNOW_KEY")
INDEXNOW_URL = environment.endpoint("INDEXNOW_URL", "https://api.indexnow.org/indexnow")

# The first makes them; the others read older ones, which are made anew as somebody signs in.
PASSWORD_HASHERS = [
    "qtsite.password_hashing.Argon2idHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
# Length and not signs of four kinds: OWASP ASVS 5.0, 6.2.1 and 6.2.5.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

# Single sign-on by a provider of OpenID Connect; off without an issuer, and then nothing of it is
# imported (articles.accounts.openid_connect).
OIDC_ISSUER = environment.issuer("OIDC_ISSUER")
_oidc_default = None if OIDC_ISSUER else ""
_oidc_hint = f"OIDC_ISSUER is {OIDC_ISSUER}, where this site is registered as a client with both."
OIDC_CLIENT_ID = environment.text("OIDC_CLIENT_ID", _oidc_default, hint=_oidc_hint)
OIDC_CLIENT_SECRET = environment.text("OIDC_CLIENT_SECRET", _oidc_default, hint=_oidc_hint)
OIDC_NAME = environment.text("OIDC_NAME", environment.host_of(OIDC_ISSUER))
OIDC_SCOPES = environment.text("OIDC_SCOPES", "openid email profile")
OIDC_CREATE_ACCOUNTS = environment.flag("OIDC_CREATE_ACCOUNTS", False)
OIDC_ALLOWED_DOMAINS = [domain.lower() for domain in environment.words("OIDC_ALLOWED_DOMAINS")]
# Values of the claim, and the groups that they stand for.
OIDC_ROLES_CLAIM = environment.text("OIDC_ROLES_CLAIM", "")
OIDC_ROLES = environment.pairs("OIDC_ROLES")
# Values of `amr` or `acr` that count as the second factor.
OIDC_SECOND_FACTOR = environment.words("OIDC_SECOND_FACTOR")
# Whoever manages accounts of a public site shows more than a password (articles.accounts).
REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR", not (DEBUG or _is_local))

SECURE_SSL_REDIRECT = _is_https
# To the site's own host, whatever the request calls it: a redirect to the request's Host would
# hold only as long as ALLOWED_HOSTS names no host too many.
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc if _is_https else None
# Asked by who watches the site, from beside it (docs/operating.md).
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
# A browser takes a cookie of such a name over HTTPS alone, and from this very host: none that a
# neighbour below the same domain has planted (RFC 6265bis, 4.1.3).
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    f"{'__Host-' if _is_https else ''}{name}" for name in ("sessionid", "csrftoken")
)
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
# Both promise something about hosts that are not this site's, for a year at least and, once a
# browser ships the preload list, without a way back: only the owner of the domain can tell.
SECURE_HSTS_PRELOAD = environment.flag("HSTS_PRELOAD", False)
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("HSTS_SUBDOMAINS", SECURE_HSTS_PRELOAD)
# The two checks that ask for them on every site.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Also whether X-Forwarded-For names the visitor (articles.web.request_visitor).
TRUST_PROXY = environment.flag("TRUST_PROXY", False)
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Memory of each worker for stored answers; 0 stores none (articles.page_store).
PAGE_MEMORY_MB = environment.integer("PAGE_MEMORY_MB", 64, minimum=0, maximum=65_536)
# Stored answers that processes share: file:///FILE or redis://HOST:PORT/NUMBER; none without.
CACHE_URL = environment.text("CACHE_URL", "")
# What the file may hold; Redis has a limit of its own.
CACHE_MB = environment.integer("CACHE_MB", 1_024, minimum=1, maximum=1_048_576)

# A CDN that keeps pages until it is told that they have changed (articles.cdn); none without.
CDN_KIND = environment.choice("CDN_KIND", "NONE", ("NONE", "FASTLY", "CLOUDFLARE", "VARNISH"))
CDN_PURGE_URLS = environment.purge_addresses("CDN_PURGE_URL", is_needed=CDN_KIND != "NONE")
CDN_TOKEN = environment.text("CDN_TOKEN", "")
# So long it keeps a page of whose change it could not be told.
CDN_MAX_AGE_SECONDS = environment.integer(
    "CDN_MAX_AGE_SECONDS", 3_600, minimum=1, maximum=2_592_000
)

# The folder of a sentence model, for search by meaning; none without (articles.search.meaning).
SEARCH_MODEL = environment.folder("SEARCH_MODEL", base_dir=BASE_DIR)

# Editors are told by e-mail whose turn it is only where a mail server is named
# (articles.reviewing.editorial_mail).
_email = environment.email("EMAIL_URL", base_dir=BASE_DIR)
SENDS_EMAIL = bool(_email)
EMAIL_BACKEND = _email.get("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH")
EMAIL_HOST, EMAIL_PORT = _email.get("EMAIL_HOST", "localhost"), _email.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL, EMAIL_USE_TLS = (
    _email.get("EMAIL_USE_SSL", False),
    _email.get("EMAIL_USE_TLS", False),
)
EMAIL_TIMEOUT = _email.get("EMAIL_TIMEOUT")
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", f"{SITE_NAME} <noreply@{_host}>")

# Written in one transaction, for whose length editors who save wait.
IMPORT_BATCH_FILES = environment.integer("IMPORT_BATCH_FILES", 500, minimum=1, maximum=10_000)

# Long work waits in the database for a worker (manage.py run_tasks). The modules say which there is
# (articles.tasks).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TASK_KINDS = [
    "articles.tasks.relating",
    "articles.deliveries.delivery_tasks",
    "articles.bulk_runs.bulk_tasks",
]
# Deliveries are uploaded in the desk, or named below this folder of the server, and nowhere else.
DELIVERIES_DIR = environment.folder("DELIVERIES_DIR", base_dir=BASE_DIR)
DELIVERY_MB = environment.integer("DELIVERY_MB", 200, minimum=1, maximum=16_384)

# Views and unknown addresses wait so long in memory: what a crash loses at most.
COUNTS_FLUSH_SECONDS = environment.integer("COUNTS_FLUSH_SECONDS", 5, minimum=1, maximum=300)

# The audit log goes back so far (articles.accounts.audit_log).
AUDIT_DAYS = environment.integer("AUDIT_DAYS", 400, minimum=30, maximum=3_650)

# Who may read /metrics, and what is wrong at /readyz: who knows the token, or asks from one of the
# networks. Nobody by default, and then nothing is counted.
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")
METRICS_NETWORKS = environment.networks("METRICS_NETWORKS")
# A statement that takes longer is named in the log; 0 names none.
SLOW_QUERY_MS = environment.integer("SLOW_QUERY_MS", 500, minimum=0, maximum=600_000)

# Where the checks of `manage.py doctor` and of /readyz stand.
DOCTOR_CHECKS = [
    "articles.doctor.database_checks",
    "articles.doctor.library_checks",
    "articles.doctor.machine_checks",
    "articles.backups.backup_checks",
    "articles.page_store.store_checks",
    "articles.doctor.replica_checks",
    "articles.cdn.cdn_checks",
    "articles.tasks.task_checks",
]
# So old the last backup may be (manage.py backup); 0 where something else makes them.
BACKUP_DAYS = environment.integer("BACKUP_DAYS", 2, minimum=0, maximum=365)

LOGGING = logging_setup.configuration(
    environment.choice("LOG_FORMAT", "LINE", ("LINE", "JSON")),
    environment.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
)
