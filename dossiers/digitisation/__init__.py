"""From an uploaded file to a searchable document: pure functions of bytes, no models, no database."""

import os

# Before Tesseract loads: its OpenMP threads make a page three to five times slower.
os.environ["OMP_THREAD_LIMIT"] = "1"
