"""What a case costs its applicant: charges, payment orders, payments, and the monthly table (一窗收费)."""
