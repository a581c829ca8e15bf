"""The room's addresses of the cell, for everybody."""

from django.urls import path

from govhall.letters.views.published import published_letters

urlpatterns = [path('find-hall/<str:code>/letters/', published_letters, name='hall_letters')]
