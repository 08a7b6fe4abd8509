"""Pages of the catalogue: what everybody may read, and the console of those who keep it."""
