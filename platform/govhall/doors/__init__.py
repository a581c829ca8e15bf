"""Where typed text comes in: cleaned once, and answered in plain words."""
