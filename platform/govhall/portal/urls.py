"""The cell's public addresses: what needs no sign-in says so on its view."""

from django.urls import path

from govhall.portal.publication import published_page
from govhall.portal.views import home, track

urlpatterns = [
    path('', home, name='start'),
    path('track/', track, name='track'),
    path('published/', published_page, name='published'),
]
