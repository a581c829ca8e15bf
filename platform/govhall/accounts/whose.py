"""Whose account an act is about: the page's address holds it."""

from govhall.acts.fields import Field, FieldKind

WHOSE = Field(name='person', kind=FieldKind.WHOLE, says='Id of the person, as `staff` gives it.', needed=True)
