"""Plays the main job through the pages, as the people of the halls; knows addresses and forms, not the product."""
