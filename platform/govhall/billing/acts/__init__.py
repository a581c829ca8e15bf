"""The acts on charges, one file each. Money moves beside the case.

What was assessed may be paid or given back wherever the token is by then. Only the hall that may decide charges, so
that no case is charged at two ends (杜绝两头收费); it takes no letter.
"""
