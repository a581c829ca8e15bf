"""What three cells tell each other while a hall moves: the old one, the new one, and the root."""
