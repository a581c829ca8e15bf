"""What a hall that was merged or split leaves beside its cases."""
