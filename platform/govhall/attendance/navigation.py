"""What the bars lead to in this room."""

from govhall.attendance.readers import READERS
from govhall.look.navigation import PERSON, Entry, register
from tenants.roles import Role

BAR = 'attendance'
OWN = frozenset({BAR})

register(
    Entry(key='attendance', label='在岗与请假', route='attendance_today', place=135, roles=READERS),
    Entry(key='attendance_today', label='今日在岗', route='attendance_today', place=10, roles=READERS, bars=OWN),
    Entry(key='attendance_leave', label='请假', route='attendance_leave', place=20, roles=READERS, bars=OWN),
    Entry(key='attendance_duty', label='领导带班', route='attendance_duty', place=30, roles=READERS, bars=OWN),
    Entry(key='attendance_changes', label='更换人员', route='attendance_changes', place=35, roles=READERS, bars=OWN),
    Entry(key='attendance_training', label='培训', route='attendance_training', place=37, roles=READERS, bars=OWN),
    Entry(key='attendance_trained', label='培训台账', route='attendance_trained', place=38, roles=READERS, bars=OWN),
    Entry(
        key='my_trainings',
        label='我的培训',
        route='my_trainings',
        place=136,
        roles=frozenset(Role),
        bars=frozenset({PERSON}),
    ),
    Entry(key='attendance_month', label='考勤月表', route='attendance_month', place=40, roles=READERS, bars=OWN),
)
