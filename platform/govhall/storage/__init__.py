"""One sealed store by content hash: materials, documents and packages of archives lie in it."""
