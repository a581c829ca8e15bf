"""Addresses under a prefix that no hall of this cell has: none, so that the answer is 404."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
