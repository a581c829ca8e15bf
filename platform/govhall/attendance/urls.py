"""Addresses of this room, below a hall's prefix."""

from django.urls import path

from govhall.attendance.views.changes import call_off, changes
from govhall.attendance.views.duty import duty, take_off
from govhall.attendance.views.leave import back, leave
from govhall.attendance.views.month import month
from govhall.attendance.views.today import today
from govhall.attendance.views.trained import my_trainings, sign_in, trained
from govhall.attendance.views.training import call_off as call_off_training
from govhall.attendance.views.training import one_training, trainings

urlpatterns = [
    path('attendance/', today, name='attendance_today'),
    path('attendance/leave/', leave, name='attendance_leave'),
    path('attendance/leave/<int:leave>/back/', back, name='attendance_back'),
    path('attendance/duty/', duty, name='attendance_duty'),
    path('attendance/duty/<int:shift>/off/', take_off, name='attendance_off'),
    path('attendance/changes/', changes, name='attendance_changes'),
    path('attendance/changes/<int:change>/off/', call_off, name='attendance_call_off'),
    path('attendance/training/', trainings, name='attendance_training'),
    path('attendance/training/people/', trained, name='attendance_trained'),
    path('attendance/training/<uuid:training>/', one_training, name='attendance_one_training'),
    path('attendance/training/<uuid:training>/off/', call_off_training, name='attendance_training_off'),
    path('attendance/training/<uuid:training>/sign-in/', sign_in, name='attendance_sign_in'),
    path('my-trainings/', my_trainings, name='my_trainings'),
    path('attendance/month/', month, name='attendance_month'),
]
