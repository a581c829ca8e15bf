"""撤乡并镇: what a hall that was merged or split leaves to its successors beside its cases."""
