"""Everything that one machine needs to run cells: PostgreSQL, Valkey, Kafka and a supervisor, without containers."""
