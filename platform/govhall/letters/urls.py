"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.letters.views.letter_list import letters
from govhall.letters.views.one_letter import scan, withdraw

urlpatterns = [
    path('catalogue/letters/', letters, name='catalogue_letters'),
    path('catalogue/letters/<uuid:letter>/revoke/', withdraw, name='catalogue_revoke'),
    path('catalogue/letters/<uuid:letter>/scan/', scan, name='letter_scan'),
]
