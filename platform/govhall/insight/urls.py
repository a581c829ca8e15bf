"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.insight.views import figures_page

urlpatterns = [path('figures/', figures_page, name='figures')]
