"""The form of the import page: a file, and whether what is complete shall be published."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from procedures.interchange import MOST_BYTES


class ImportForm(forms.Form):
    """A file of at most MOST_BYTES, and of what a page takes at all; what kind it is, its content says."""

    file = forms.FileField(label=_("File (JSON of the national portal, CSV or XLSX)"))
    publish = forms.BooleanField(
        label=_("Publish what is described in full and has no problem"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".json,.csv,.xlsx"

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        most = min(MOST_BYTES, settings.ONESTOP_UPLOAD_LIMIT)
        if (file.size or 0) > most:
            sentence = _("The file is larger than %(most)s MB. Divide it.")
            raise forms.ValidationError(sentence, params={"most": most // 1_000_000})
        return file
