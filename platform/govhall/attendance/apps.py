"""The app of leave and duty (public schema)."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class AttendanceConfig(AppConfig):
    """Who is away, who stands in, who is on duty."""

    name = 'govhall.attendance'
    label = 'attendance'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the acts of this room and what the bars lead to."""
        load('govhall.attendance.acts')
        import_module('govhall.attendance.navigation')
