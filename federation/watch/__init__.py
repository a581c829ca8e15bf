"""What relay and intake say about themselves, and what a cell may know about its road without reading any message."""
