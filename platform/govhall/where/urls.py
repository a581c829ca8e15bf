"""The address of this room, below a hall's prefix."""

from django.urls import path

from govhall.where.views import routing_explained

urlpatterns = [path('catalogue/where/', routing_explained, name='catalogue_where')]
