"""The public deadline index: one sweep over one table replaces a loop over thousands of schemas."""
