"""Finding a procedure by what a person types; how it ranks is in docs/search.md."""
