"""Messages written in the transaction of the work they tell of, waiting for the relay."""
