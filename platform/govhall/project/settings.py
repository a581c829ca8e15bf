"""Settings of one process of one cell; every value that differs between cells comes from the environment.

Production is the default: a weak or missing value stops the start with a sentence (see `checks.py`).
"""

from pathlib import Path
from typing import Any

from redis.backoff import NoBackoff
from redis.retry import Retry

from govhall.project.environment import Environment
from govhall.project.installed import SHARED_APPS, TENANT_APPS
from govhall.project.logs import configure_logs
from govhall.project.policy import POLICY
from govhall.project.schedule import schedule
from tenants.roles import WEIGHTY, Role

env = ENVIRONMENT = Environment()
HERE = Path(__file__).resolve().parent

MODE = env.choice('GOVHALL_MODE', ('production', 'local'), 'production')
CELL = env.text('GOVHALL_CELL', '')
LINK = env.choice('GOVHALL_LINK', ('kafka', 'direct'), 'kafka')
KAFKA_SERVERS = env.words('GOVHALL_KAFKA')
KAFKA_USER = env.text('GOVHALL_KAFKA_USER', '')  # SCRAM-SHA-512
KAFKA_PASSWORD = env.text('GOVHALL_KAFKA_PASSWORD', '')
KAFKA_CA = env.text('GOVHALL_KAFKA_CA', '')  # a PEM file; without it the authorities of the operating system
KAFKA_PLAINTEXT = env.switch('GOVHALL_KAFKA_PLAINTEXT', MODE == 'local' and not KAFKA_CA)
SUITE = env.choice('GOVHALL_SUITE', ('ed25519', 'sm2'), 'ed25519')  # one for the whole federation
DATA = Path(env.text('GOVHALL_DATA', '.run/data'))
RECEIPT_SECONDS = env.whole('GOVHALL_RECEIPT_SECONDS', 30)  # between two tellings of how far streams have come
# Off: messages that fail are parked even if nearly all do (an operator's decision, for one start of the intake).
BREAKER = env.switch('GOVHALL_BREAKER', True)
# Who may read /metrics and /healthz/road: whoever shows the token, or programs on this machine; nobody by default.
METRICS_TOKEN = env.text('GOVHALL_METRICS_TOKEN', '')
METRICS_LOOPBACK = env.switch('GOVHALL_METRICS_LOOPBACK', False)
WATERMARK_SECONDS = env.whole('GOVHALL_WATERMARK_SECONDS', 60)
REPORTED_WITHIN_SECONDS = env.whole('GOVHALL_REPORTED_WITHIN_SECONDS', 300)

# What halls keep about people is sealed with keys made of this one: `[VERSION:]BASE64` of 32 random bytes.
MASTER_KEY = env.text('GOVHALL_MASTER_KEY', '')
OLD_MASTER_KEYS = env.words('GOVHALL_OLD_MASTER_KEYS')  # those before it, only for reading

DEBUG = False
SECRET_KEY = env.text('GOVHALL_SECRET_KEY', '')
# One address or network a hop, the nearest last; what they say in X-Forwarded-For is believed, and nobody else.
TRUSTED_PROXIES = env.words('GOVHALL_TRUSTED_PROXIES') or (['127.0.0.1'] if MODE == 'production' else [])
PUBLIC_ADDRESS = env.text('GOVHALL_PUBLIC_ADDRESS', '').rstrip('/')  # stands in the squares on paper
FONTS = env.text('GOVHALL_FONTS', '')  # a folder of fonts that papers may use beside their own
ALLOWED_HOSTS = env.words('GOVHALL_HOSTS')

# django-tenants: `Hall` is the tenant; addresses are resolved by our own middleware (tenants/middleware.py).
TENANT_MODEL = 'tenants.Hall'
TENANT_DOMAIN_MODEL = 'tenants.HostName'
TENANT_LIMIT_SET_CALLS = True
PUBLIC_SCHEMA_NAME = 'public'
TENANT_RIGHTS = 'govhall.project.rights.grant_hall'
TENANT_RIGHTS_VERSION = 'govhall.project.rights.hall_rights_version'
TENANT_RIGHTS_WITHHELD = 'govhall.project.rights.withhold_hall'
HALLS_OF_CELL = 'govhall.operations.halls.halls_of_cell'
HALL_KEYS = 'federation.keys.services.make_hall_keys'
HALLS_PER_CONNECTION = env.whole('GOVHALL_HALLS_PER_CONNECTION', 300, most=10_000)

INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]

MIDDLEWARE = [
    'govhall.project.request_log.RequestLogMiddleware',
    'django.middleware.security.SecurityMiddleware',
    'govhall.doors.middleware.AddressMiddleware',
    'whitenoise.middleware.WhiteNoiseMiddleware',
    'govhall.look.middleware.UnkeptMiddleware',
    'csp.middleware.CSPMiddleware',
    'tenants.middleware.HallMiddleware',
    'govhall.operations.moves.pages.MovingMiddleware',
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.middleware.common.CommonMiddleware',
    'govhall.look.uploads.UploadMiddleware',
    'govhall.doors.middleware.FormMiddleware',
    'django.middleware.csrf.CsrfViewMiddleware',
    'django.contrib.auth.middleware.AuthenticationMiddleware',
    'govhall.project.failures.expired.SignInMiddleware',
    'django.contrib.messages.middleware.MessageMiddleware',
    'django.middleware.clickjacking.XFrameOptionsMiddleware',
    'django_htmx.middleware.HtmxMiddleware',
    'govhall.project.failures.middleware.RefusalMiddleware',
    'govhall.look.middleware.ElderMiddleware',
    'axes.middleware.AxesMiddleware',
]
ROOT_URLCONF = 'govhall.project.urls'
WSGI_APPLICATION = 'govhall.project.wsgi.application'
TEMPLATES = [
    {
        'BACKEND': 'django.template.backends.django.DjangoTemplates',
        'APP_DIRS': True,
        'OPTIONS': {
            'context_processors': [
                'django.template.context_processors.request',
                'django.contrib.auth.context_processors.auth',
                'django.contrib.messages.context_processors.messages',
            ],
        },
    },
]

DATABASES = {'default': env.database('GOVHALL_DATABASE_URL')}
DATABASES['default'] |= {
    'ENGINE': 'django_tenants.postgresql_backend',
    'CONN_MAX_AGE': 600,
    'CONN_HEALTH_CHECKS': True,
    'ATOMIC_REQUESTS': False,
}
DATABASE_ROUTERS = ['django_tenants.routers.TenantSyncRouter']
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'

# Without TLS only to a server on this machine, or where the operator says that another layer encrypts the network.
DATABASE_PLAINTEXT = env.switch('GOVHALL_DATABASE_PLAINTEXT', MODE == 'local')
VALKEY_PLAINTEXT = env.switch('GOVHALL_VALKEY_PLAINTEXT', MODE == 'local')
VALKEY_URL = env.text('GOVHALL_VALKEY_URL', '')
VALKEY_CA = env.text('GOVHALL_VALKEY_CA', '')  # a PEM file; without it the authorities of the operating system
VALKEY_TLS: dict[str, Any] = {}  # what the two clients, Django's and Celery's, are told
if VALKEY_URL.startswith('rediss://'):
    VALKEY_TLS = {'ssl_cert_reqs': 'required', 'ssl_check_hostname': True, 'ssl_ca_certs': VALKEY_CA or None}
VALKEY_PATIENCE: dict[str, Any] = {
    'socket_connect_timeout': 0.3,
    'socket_timeout': 0.5,
    'retry': Retry(NoBackoff(), 0),
}
CACHES = {
    'default': {
        'BACKEND': 'django.core.cache.backends.redis.RedisCache',
        'LOCATION': VALKEY_URL,
        'KEY_PREFIX': f'govhall:{CELL}',
        # Nobody waits at a counter for a cache: what counts there says itself what holds without it.
        'OPTIONS': {**VALKEY_TLS, **VALKEY_PATIENCE, 'serializer': 'govhall.project.cache_values.JsonValues'},
    },
}
# In the database, not in Valkey: a counter works on while Valkey is away.
SESSION_ENGINE = 'django.contrib.sessions.backends.db'
SESSION_COOKIE_AGE = 10 * 3600  # from signing in, however busy somebody is
IDLE_SECONDS = 30 * 60  # at a desk that nobody works at
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = 'Lax'
SESSION_COOKIE_PATH = '/'
# One cookie a cell, so that two cells on one host name do not sign each other out.
TLS = env.switch('GOVHALL_TLS', MODE == 'production')
# `__Host-`: a browser takes such a cookie from this host itself only, over TLS, and sends it to no other.
COOKIES = f'{"__Host-" if TLS else ""}govhall_{CELL}'
SESSION_COOKIE_NAME = f'{COOKIES}_session'
CSRF_COOKIE_NAME = f'{COOKIES}_csrf'
CSRF_COOKIE_PATH = '/'
CSRF_FAILURE_VIEW = 'govhall.project.failures.pages.stale_form'
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https') if TLS else None
SECURE_REFERRER_POLICY = 'same-origin'
X_FRAME_OPTIONS = 'DENY'
CONTENT_SECURITY_POLICY = POLICY

AUTH_USER_MODEL = 'tenants.Person'
AUTHENTICATION_BACKENDS = ['axes.backends.AxesStandaloneBackend', 'tenants.backends.AccountBackend']
# Roles whose people sign in with a second factor; and halls where one person may be system and security administrator.
SECOND_FACTOR = frozenset(env.some('GOVHALL_SECOND_FACTOR', list(Role), [] if MODE == 'local' else sorted(WEIGHTY)))
SMALL_HALLS = frozenset(env.words('GOVHALL_SMALL_HALLS'))
AUTH_PASSWORD_VALIDATORS = [
    {'NAME': 'django.contrib.auth.password_validation.MinimumLengthValidator', 'OPTIONS': {'min_length': 10}},
    {'NAME': 'django.contrib.auth.password_validation.CommonPasswordValidator'},
    {'NAME': 'django.contrib.auth.password_validation.NumericPasswordValidator'},
]
PASSWORD_HASHERS = ['django.contrib.auth.hashers.Argon2PasswordHasher']
if MODE == 'local' and env.switch('GOVHALL_QUICK_PASSWORDS', False):
    PASSWORD_HASHERS = ['tenants.quick_hash.QuickArgon2']  # never in production, whatever the environment says
LOGIN_URL = 'sign_in'
# Who counts and whom it makes wait: tenants/sign_ins.py.
AXES_HANDLER = 'tenants.sign_ins.SignIns'
AXES_CLIENT_IP_CALLABLE = 'tenants.addresses.address_of'
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [['username', 'ip_address']]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = 'tenants/locked_out.html'
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the audit has it, and nobody can change it there
AXES_VERBOSE = False

# Codes of matters; provinces differ, and old lists hold shorter ones. The second and third begin with an organ's code.
CATALOGUE_CODES = {
    'basic': env.pattern('GOVHALL_BASIC_CODE', r'[0-9]{12}'),  # 基本编码
    'task': env.pattern('GOVHALL_TASK_CODE', r'[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9]{12}'),  # 实施编码, 31
    'handling': env.pattern('GOVHALL_HANDLING_CODE', r'[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9]{14}'),  # 业务办理项编码, 33
}

LANGUAGE_CODE = 'zh-hans'
TIME_ZONE = 'Asia/Shanghai'
USE_TZ = True
USE_I18N = True

STATIC_URL = '/static/'
# Locally the files are served from where they lie; production collects them here.
STATIC_ROOT = None if MODE == 'local' else DATA / 'static'
WHITENOISE_USE_FINDERS = MODE == 'local'
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# Materials, and packages of archived cases: sealed files by their hash, in folders of the cell or in whatever storage
# these settings name.
MATERIAL_MEGABYTES = env.whole('GOVHALL_MATERIAL_MEGABYTES', 10, most=100)
STORAGE_PLAINTEXT = env.switch('GOVHALL_STORAGE_PLAINTEXT', MODE == 'local')
STORAGES: dict[str, dict[str, Any]] = {
    'default': {'BACKEND': 'django.core.files.storage.FileSystemStorage', 'OPTIONS': {'location': DATA / 'files'}},
    'staticfiles': {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'},
    'materials': {
        'BACKEND': env.text('GOVHALL_MATERIAL_STORAGE', 'django.core.files.storage.FileSystemStorage'),
        'OPTIONS': env.mapping('GOVHALL_MATERIAL_OPTIONS', {'location': str(DATA / 'materials')}),
    },
    'archives': {
        'BACKEND': env.text('GOVHALL_ARCHIVE_STORAGE', 'django.core.files.storage.FileSystemStorage'),
        'OPTIONS': env.mapping('GOVHALL_ARCHIVE_OPTIONS', {'location': str(DATA / 'archives')}),
    },
}
PAPERS = {'BACKEND': env.text('GOVHALL_PAPER_STORAGE'), 'OPTIONS': env.mapping('GOVHALL_PAPER_OPTIONS', {})}
if PAPERS['BACKEND']:  # else papers lie in a folder of the cell
    STORAGES['papers'] = PAPERS
# What is uploaded is kept in memory: a scan of an identity card must not lie in a temporary folder. All files of a form
# together have a limit, too.
UPLOAD_MEGABYTES = 6 * MATERIAL_MEGABYTES
# Files that people without an account may leave here: from one address in a day, at one hall and in the cell until each
# is received or deleted. Below the reserve no file is taken any more; what the counters do goes on.
ONLINE_ADDRESS_MEGABYTES = env.whole('GOVHALL_ONLINE_ADDRESS_MEGABYTES', 300)
ONLINE_HALL_MEGABYTES = env.whole('GOVHALL_ONLINE_HALL_MEGABYTES', 2_000, most=10_000_000)
ONLINE_MEGABYTES = env.whole('GOVHALL_ONLINE_MEGABYTES', 20_000, most=100_000_000)
DISK_RESERVE_MEGABYTES = env.whole('GOVHALL_DISK_RESERVE_MEGABYTES', 1_000, most=10_000_000)
FILE_UPLOAD_HANDLERS = ['govhall.look.uploads.InMemory']
# 保管期限 by code of a matter or by type of matter, over the table of rules/retention.py: {"01": "permanent"}.
RETENTION: dict[str, str] = env.mapping('GOVHALL_RETENTION', {})

CELERY_BROKER_URL = VALKEY_URL
CELERY_BROKER_USE_SSL = VALKEY_TLS or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = 'json'
CELERY_ACCEPT_CONTENT = CELERY_RESULT_ACCEPT_CONTENT = ['json']  # what else lies in the queue is never opened
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_DB_REUSE_MAX = 10_000  # tasks; they are checked as a request's are (celery.py)
CELERY_TASK_DEFAULT_QUEUE = f'govhall.{CELL}'
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # who may write to the queue must not order a worker to stop
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    'socket_connect_timeout': 2,
    'socket_timeout': 5,
    'global_keyprefix': f'govhall:{CELL}:',  # an account of Valkey may be bound to it
}
CELERY_BEAT_SCHEDULE = schedule(watermark_seconds=WATERMARK_SECONDS)

GRAPHENE = {'SCHEMA': 'govhall.api.schema.schema'}

SILENCED_SYSTEM_CHECKS = ['django_tenants.W001', 'django_tenants.W003']
LOGGING = configure_logs(env.choice('GOVHALL_LOG_LEVEL', ('DEBUG', 'INFO', 'WARNING', 'ERROR'), 'INFO'))
