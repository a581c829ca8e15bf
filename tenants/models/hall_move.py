"""A hall on its way from one cell to another, as each of the two knows it."""

from django.db import models
from django.db.models.functions import Now


class MoveStep(models.TextChoices):
    """How far a move is; the first five at the cell that gives the hall away, the others at the one that takes it."""

    CLOSED = 'closed', '已停办'
    PACKED = 'packed', '已打包'
    GIVEN = 'given', '已交出'  # the other cell has taken the package, and the root was told: no way back
    GONE = 'gone', '已迁出'  # the directory says so
    FINISHED = 'finished', '已清理'
    TAKEN = 'taken', '已收下'
    KEPT = 'kept', '对方已取消'
    OPENED = 'opened', '已开办'


class HallMove(models.Model):
    """The last move of a hall from or to this cell (hall_move).

    `package` is the SHA-256 of the package's manifest, by which the two cells mean the same copy; `epoch` the
    incarnation in which the hall goes on. `people` leads from the numbers of its people in the former cell, which stand
    in the events that they caused, to their numbers here.
    """

    hall = models.CharField(max_length=8, primary_key=True)
    cell = models.CharField(max_length=40)  # the other one
    step = models.CharField(max_length=8, choices=MoveStep)
    epoch = models.IntegerField()
    package = models.CharField(max_length=64, blank=True)
    people = models.JSONField(default=dict)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = 'hall_move'

    def __str__(self) -> str:
        return f'{self.hall} {self.cell} {self.step}'
