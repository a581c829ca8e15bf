"""The register of papers: one a cell, so that an organ's numbers have no gap however many halls act in its name."""
