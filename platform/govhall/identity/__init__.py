"""The identity of who applied online: checked at a window or a village point, and recorded."""
