"""Judges by SQL over all schemas of all databases how every story ended; imports no code of the product."""
