"""Closed cases as sealed packages (归档信息包): packing, storing, checking, and how long they are kept."""
