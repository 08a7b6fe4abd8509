"""Digitisation: refusals, recognition, searchable documents, the sandbox."""
