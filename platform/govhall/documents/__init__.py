"""Numbered, typeset and sealed papers (文书) and their registers; a document names its case, its data is handed in."""
