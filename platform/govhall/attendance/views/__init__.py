"""The pages: today, leave, duty, the month."""
