"""The addresses of a hall; its prefix is already in SCRIPT_NAME."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from govhall.operations.message_monitor.views import road_page
from govhall.project.audit_page import audit_page
from govhall.project.home import hall_home
from govhall.project.public import PROGRESS
from tenants.factor_views import second_factor, second_step
from tenants.password_views import own_password
from tenants.views import SignIn, my_halls, sign_out

urlpatterns = [
    path('', hall_home, name='hall_home'),
    path('road/', road_page, name='road'),
    path('audit/', audit_page, name='audit'),
    # Before the desk: an act's address must not take what has a page of its own.
    path('', include('govhall.frontdesk.urls')),
    path('', include('township_halls.urls')),
    path('', include('govhall.centre.urls')),
    path('', include('govhall.accounts.urls')),
    path('', include('govhall.attendance.urls')),
    path('', include('govhall.letters.urls')),
    path('', include('govhall.succession.urls')),
    path('', include('govhall.desk.urls')),
    path('', include('govhall.insight.urls')),
    path('', include('govhall.api.urls')),
    path('', include('govhall.form_editor.urls')),
    path('', include('govhall.handouts.hall_urls')),
    path('', include('govhall.matter_editor.urls')),
    path('', include('govhall.catalogue.urls')),
    path('', include('govhall.where.urls')),
    # A hall's pages reverse these too; they mean the same with and without the prefix.
    path('sign-in/', login_not_required(SignIn.as_view(extra_context={'progress': PROGRESS})), name='sign_in'),
    path('sign-in/code/', login_not_required(second_step), name='sign_in_code'),
    path('sign-out/', sign_out, name='sign_out'),
    path('second-factor/', second_factor, name='second_factor'),
    path('password/', own_password, name='own_password'),
    path('halls/', my_halls, name='halls'),
]

handler400 = 'govhall.project.failures.pages.not_understood'
handler403 = 'govhall.project.failures.pages.not_allowed'
handler404 = 'govhall.project.failures.pages.not_found'
handler500 = 'govhall.project.failures.pages.broken'
