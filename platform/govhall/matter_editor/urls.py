"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.matter_editor import about_views, material_views, views

urlpatterns = [
    path('catalogue/matters/', views.matters, name='matters'),
    path('catalogue/matters/new/', about_views.new, name='matter_new'),
    path('catalogue/matters/<slug:matter>/', views.matter_page, name='matter_edit'),
    path('catalogue/matters/<slug:matter>/about/', about_views.about, name='matter_edit_about'),
    path('catalogue/matters/<slug:matter>/material/', material_views.material, name='matter_edit_material'),
    path('catalogue/matters/<slug:matter>/change/', views.change, name='matter_edit_change'),
    path('catalogue/matters/<slug:matter>/publish/', views.publish, name='matter_edit_publish'),
    path('catalogue/matters/<slug:matter>/withdraw/', views.withdraw, name='matter_edit_withdraw'),
    path('catalogue/matters/<slug:matter>/history/', views.history, name='matter_edit_history'),
]
