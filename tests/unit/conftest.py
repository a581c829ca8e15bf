"""How properties are searched in the unit tests."""

from hypothesis import settings

# A busy machine is slow now and then; that says nothing about the property.
settings.register_profile('unit', deadline=None)
settings.load_profile('unit')
