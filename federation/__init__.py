"""How a message travels from hall to hall: once, in order, and never lost. This package knows no business."""
