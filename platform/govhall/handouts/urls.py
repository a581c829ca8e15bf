"""Addresses of this room on the public site."""

from django.urls import path

from govhall.handouts.views import handed_out_file, undertaking_sheet

urlpatterns = [
    path('handed-out/<slug:digest>/', handed_out_file, name='handed_out_file'),
    path('undertaking/<slug:matter>/<slug:paper>/', undertaking_sheet, name='undertaking_sheet'),
]
