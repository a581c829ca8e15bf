"""在哪办: the questions that decide where an application goes, and the way explained, for every door."""
