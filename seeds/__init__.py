"""What an installation starts from: offices, calendar, procedures, and the people and papers of a demonstration."""

DEMO_PASSWORD = "mot-cua-2026"
