"""From reception and the marks of a dossier's history to its due instant, why it is that one, and how it was kept."""
