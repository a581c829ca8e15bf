"""The same addresses below a hall's prefix, where they are for its people."""

from django.urls import path

from govhall.handouts.views import file_at_desk, sheet_at_desk

urlpatterns = [
    path('handed-out/<slug:digest>/', file_at_desk, name='handed_out_file'),
    path('undertaking/<slug:matter>/<slug:paper>/', sheet_at_desk, name='undertaking_sheet'),
]
