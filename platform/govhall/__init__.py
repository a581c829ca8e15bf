"""govhall: government-service halls that pass a case upward and bring the result back down."""
