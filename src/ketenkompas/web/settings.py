"""Django's settings; everything that differs between machines comes from the environment (``_environment``)."""

from __future__ import annotations

import os
from pathlib import Path

from ketenkompas.pipeline import home
from ketenkompas.web._environment import allowed_hosts, database, secret_key

_PACKAGE = Path(__file__).parent
_HOME = home()

DEBUG = False
SECRET_KEY = secret_key(_HOME)
ALLOWED_HOSTS = allowed_hosts()
_BEHIND_TLS = os.environ.get("KETENKOMPAS_TLS") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "ketenkompas.web",
    "ketenkompas.web.editing",
]
MIDDLEWARE = [
    "ketenkompas.web._middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "ketenkompas.web._prepared.prepared_answers",
    "django.middleware.common.CommonMiddleware",
    "ketenkompas.web._edition.held_edition",
    "ketenkompas.web.editing._gate.editing_only",
    "ketenkompas.web._middleware.api_headers",
    "ketenkompas.web._limits.api_limits",
]
ROOT_URLCONF = "ketenkompas.web.urls"
WSGI_APPLICATION = "ketenkompas.web.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ketenkompas.web.templatetags.ketenkompas"],
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]
DATABASES = {"default": database(_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = _PACKAGE / "static"
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"/build/assets/.+-[A-Za-z0-9_-]{8}\.\w+$"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31536000 if _BEHIND_TLS else 0
SESSION_COOKIE_SECURE = _BEHIND_TLS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = _BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ketenkompas.web.editing._gate.forged"
EDITING = os.environ.get("KETENKOMPAS_EDITING") == "1"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {}),
    )
]
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "waitress.queue": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
