"""Addresses of the centre, below a hall's prefix."""

from django.urls import path

from govhall.centre.views import worklist_page

urlpatterns = [path('worklist/', worklist_page, name='worklist')]
