"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.succession.views import successors

urlpatterns = [path('successors/', successors, name='successors')]
