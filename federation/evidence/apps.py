"""The evidence app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Evidence in a file, and its verification; commands only."""

    name = 'federation.evidence'
    label = 'evidence'
