"""The addresses of a cell that belong to no hall."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from govhall.operations.health import alive, degraded_health, healthz, ready
from govhall.operations.metrics import metrics, road_health
from govhall.project.public import PROGRESS
from tenants.factor_views import second_factor, second_step
from tenants.password_views import own_password
from tenants.views import SignIn, my_halls, sign_out

urlpatterns = [
    path('', include('govhall.portal.urls')),
    path('', include('govhall.handouts.urls')),
    path('', include('govhall.letters.public_urls')),
    path('sign-in/', login_not_required(SignIn.as_view(extra_context={'progress': PROGRESS})), name='sign_in'),
    path('sign-in/code/', login_not_required(second_step), name='sign_in_code'),
    path('sign-out/', sign_out, name='sign_out'),
    path('second-factor/', second_factor, name='second_factor'),
    path('password/', own_password, name='own_password'),
    path('halls/', my_halls, name='halls'),
    path('healthz', healthz, name='healthz'),
    path('healthz/alive', alive, name='alive'),
    path('healthz/ready', ready, name='ready'),
    path('healthz/degraded', degraded_health, name='degraded'),
    path('healthz/road', road_health, name='road_health'),
    path('metrics', metrics, name='metrics'),
]

handler400 = 'govhall.project.failures.pages.not_understood'
handler403 = 'govhall.project.failures.pages.not_allowed'
handler404 = 'govhall.project.failures.pages.not_found'
handler500 = 'govhall.project.failures.pages.broken'
