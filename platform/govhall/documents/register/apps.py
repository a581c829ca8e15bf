"""The register of papers app (public schema)."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Numbers, what waits for its file, uses of seals; no personal data."""

    name = 'govhall.documents.register'
    label = 'register'
    default_auto_field = 'django.db.models.BigAutoField'
