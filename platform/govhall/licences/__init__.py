"""The register of a hall's licences (证照台账), and what may be done to the result of a grant."""
