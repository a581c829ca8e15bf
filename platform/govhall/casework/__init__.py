"""The case: lifecycle, custody, clocks and evidence; one engine for every level."""
