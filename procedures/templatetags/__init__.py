"""Template tags of the catalogue room."""
