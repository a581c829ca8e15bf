"""What people do about the identity of who applied online."""
