"""Every message that crosses between halls or cells, typed and versioned, and the envelope that carries it."""
