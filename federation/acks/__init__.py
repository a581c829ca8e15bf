"""Both ends of each stream compared: receipts, the nightly comparison, and noticing a restored backup."""
