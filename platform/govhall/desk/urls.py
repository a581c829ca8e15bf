"""Addresses of a case, below a hall's prefix."""

from django.urls import path

from govhall.desk.views.acts import act
from govhall.desk.views.archive import archive, archive_check, archive_package
from govhall.desk.views.books import register
from govhall.desk.views.case import case_page
from govhall.desk.views.certificates import certificate, certificates
from govhall.desk.views.fee_month import fee_month, fee_month_file
from govhall.desk.views.fee_standards import fee_form, fee_standard, fee_standards
from govhall.desk.views.fees import assess, bill, case_fees, line_act
from govhall.desk.views.hall_profile import hall_profile
from govhall.desk.views.holidays import confirm_year, enter_year, holidays
from govhall.desk.views.licence_check import licence_check
from govhall.desk.views.licence_end import licence_end
from govhall.desk.views.licences import licences
from govhall.desk.views.mandates import mandate, mandate_file, mandate_new, mandates
from govhall.desk.views.materials import download, upload, use_on_file
from govhall.desk.views.orders import order_act, order_page, order_sheet
from govhall.desk.views.papers import paper_again, paper_file, paper_void
from govhall.desk.views.receipt import receipt
from govhall.desk.views.register import register_book
from govhall.desk.views.reveal import reveal
from govhall.desk.views.search import search
from govhall.desk.views.unpaid import fees

urlpatterns = [
    path('search/', search, name='search'),
    path('cases/<uuid:uid>/', case_page, name='case'),
    path('cases/<uuid:uid>/receipt/', receipt, name='receipt'),
    path('cases/<uuid:uid>/reveal/', reveal, name='reveal'),
    path('cases/<uuid:uid>/files/<str:paper>/', upload, name='upload'),
    path('cases/<uuid:uid>/on-file/<str:paper>/', use_on_file, name='use_on_file'),
    path('cases/<uuid:uid>/file/<str:content>/', download, name='download'),
    path('cases/<uuid:uid>/fees/', case_fees, name='case_fees'),
    path('cases/<uuid:uid>/fees/assess/', assess, name='assess_fees'),
    path('cases/<uuid:uid>/fees/bill/', bill, name='bill_fees'),
    path('cases/<uuid:uid>/fees/<uuid:fee>/<slug:word>/', line_act, name='fee_act'),
    path('archive/', archive, name='archive'),
    path('archive/<uuid:uid>/check/', archive_check, name='archive_check'),
    path('archive/<uuid:uid>/package/', archive_package, name='archive_package'),
    path('mandates/', mandates, name='mandates'),
    path('mandates/new/', mandate_new, name='mandate_new'),
    path('mandates/<uuid:uid>/', mandate, name='mandate'),
    path('mandates/<uuid:uid>/file/', mandate_file, name='mandate_file'),
    path('licences/', licences, name='licences'),
    path('licences/check/', licence_check, name='licence_check'),
    path('licences/<uuid:uid>/end/', licence_end, name='licence_end'),
    path('register/', register, name='register'),
    path('register/<str:organ>/<str:code>/<int:year>/', register_book, name='register_book'),
    path('fees/', fees, name='fees'),
    path('catalogue/fee-standards/', fee_standards, name='fee_standards'),
    path('catalogue/fee-standards/<str:code>/', fee_standard, name='fee_standard'),
    path('catalogue/fee-standards/<str:code>/new/', fee_form, name='fee_new'),
    path('catalogue/fee-standards/<str:code>/<int:place>/', fee_form, name='fee_form'),
    path('catalogue/certificates/', certificates, name='certificates'),
    path('catalogue/certificates/<str:code>/', certificate, name='certificate'),
    path('catalogue/profile/', hall_profile, name='catalogue_profile'),
    path('holidays/', holidays, name='holidays'),
    path('holidays/enter/', enter_year, name='enter_year'),
    path('holidays/<int:proposal>/confirm/', confirm_year, name='confirm_year'),
    path('fees/month/', fee_month, name='fee_month'),
    path('fees/month/<slug:form>/', fee_month_file, name='fee_month_file'),
    path('fees/orders/<slug:number>/', order_page, name='payment_order'),
    path('fees/orders/<slug:number>/sheet/', order_sheet, name='order_sheet'),
    path('fees/orders/<slug:number>/<slug:word>/', order_act, name='order_act'),
    # Last: an act's address must not take what has a page of its own.
    path('cases/<uuid:uid>/papers/<uuid:paper>/', paper_file, name='paper_file'),
    path('cases/<uuid:uid>/papers/<uuid:paper>/again/', paper_again, name='paper_again'),
    path('cases/<uuid:uid>/papers/<uuid:paper>/void/', paper_void, name='paper_void'),
    path('cases/<uuid:uid>/<slug:word>/', act, name='act'),
]
