"""The tenants app."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Areas, halls, points, people; public schema."""

    name = 'tenants'
    label = 'tenants'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """What follows signing in stands in its own module."""
        from tenants import sessions  # noqa: F401, PLC0415
