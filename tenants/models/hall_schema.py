"""What each hall's schema has: one public table, so that a release need not look into thousands of schemas."""

from django.db import models

from tenants.models.hall import Hall


class HallSchema(models.Model):
    """The fingerprints of what was applied to a hall's schema, written in the transaction that applies it."""

    hall = models.OneToOneField(Hall, on_delete=models.CASCADE, primary_key=True, related_name='+')
    plan = models.CharField(max_length=64, blank=True)  # of its migrations; empty: the hall has no schema here
    rights = models.CharField(max_length=64, blank=True)  # of the list of rights; empty: not known
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = 'tenants_hall_schema'

    def __str__(self) -> str:
        return f'{self.hall_id}: {self.plan[:8]}'
