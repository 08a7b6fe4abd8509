"""The archive package of a closed dossier, and the folder or gateway that takes it; see docs/retention.md."""
