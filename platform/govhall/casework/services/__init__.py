"""The writes of casework: one use case a function, one transaction, ending by recording what happened."""
