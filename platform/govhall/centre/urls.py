"""Addresses of the centre, below a hall's prefix."""

from django.urls import path

from govhall.centre.views import worklist

urlpatterns = [path('worklist/', worklist, name='worklist')]
