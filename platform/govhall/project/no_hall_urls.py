"""Addresses under a prefix that no hall of this cell has: none, so that the answer is 404."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

handler400 = 'govhall.project.failures.pages.not_understood'
handler403 = 'govhall.project.failures.pages.not_allowed'
handler404 = 'govhall.project.failures.pages.not_found'
handler500 = 'govhall.project.failures.pages.broken'
