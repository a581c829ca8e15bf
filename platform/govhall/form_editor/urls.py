"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.form_editor import field_views, views

urlpatterns = [
    path('catalogue/forms/', views.matter_forms, name='matter_forms'),
    path('catalogue/forms/<slug:matter>/', views.matter_form, name='matter_form'),
    path('catalogue/forms/<slug:matter>/change/', views.change, name='matter_form_change'),
    path('catalogue/forms/<slug:matter>/about/', views.about, name='matter_form_about'),
    path('catalogue/forms/<slug:matter>/field/', field_views.field, name='matter_form_field'),
    path('catalogue/forms/<slug:matter>/preview/', field_views.preview, name='matter_form_preview'),
    path('catalogue/forms/<slug:matter>/publish/', views.publish, name='matter_form_publish'),
    path('catalogue/forms/<slug:matter>/history/', views.history, name='matter_form_history'),
]
