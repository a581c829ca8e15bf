"""The look app."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = 'govhall.look'
    label = 'look'
    verbose_name = '界面'
