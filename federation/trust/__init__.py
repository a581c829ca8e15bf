"""Signing and sealing behind one port; today the honest suite that does neither."""
