"""From a notice's text to the sealed file: typesetting, keys, seal, and the proof that needs no database."""
