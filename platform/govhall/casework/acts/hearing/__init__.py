"""The hearing of a case at the hall that decides it (行政许可法 §46-48); its days do not count (§45)."""
