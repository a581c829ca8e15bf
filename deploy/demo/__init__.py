"""The demo: two cells at work on one machine, and the main job played through their public interfaces."""
