"""The year behind the demo: cases that the product's own services made in each hall, on the days that they name."""
