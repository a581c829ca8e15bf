"""The sending side of a stream: its next sequence and the hash of its last message; one table in each hall."""
