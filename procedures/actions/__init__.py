"""The verbs of the catalogue, one file each: draft, edit, discard, publish, retire, import_procedures."""
