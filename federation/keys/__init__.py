"""Making, telling, replacing and revoking keys: what an operator does about trust."""
