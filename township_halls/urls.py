"""Addresses of the village points, below a township's prefix."""

from django.urls import path

from township_halls.identity_views import point_identity
from township_halls.views import point_application, point_check, points

urlpatterns = [
    path('points/', points, name='points'),
    path('points/identity/', point_identity, name='point_identity'),
    path('points/<str:matter>/', point_application, name='point_application'),
    path('points/<str:matter>/check/', point_check, name='point_check'),
]
