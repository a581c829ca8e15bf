"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.attendance.views.changes import call_off, changes
from govhall.attendance.views.duty import duty, take_off
from govhall.attendance.views.leave import back, leave
from govhall.attendance.views.month import month
from govhall.attendance.views.today import today

urlpatterns = [
    path('attendance/', today, name='attendance_today'),
    path('attendance/leave/', leave, name='attendance_leave'),
    path('attendance/leave/<int:leave>/back/', back, name='attendance_back'),
    path('attendance/duty/', duty, name='attendance_duty'),
    path('attendance/duty/<int:shift>/off/', take_off, name='attendance_off'),
    path('attendance/changes/', changes, name='attendance_changes'),
    path('attendance/changes/<int:change>/off/', call_off, name='attendance_call_off'),
    path('attendance/month/', month, name='attendance_month'),
]
