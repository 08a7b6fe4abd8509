"""A question at the terminal: the answer as text or as JSON; a refusal as its sentence, with an exit code."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.refusals import InputRefused
from procedures.json_text import is_storable


class AnsweringCommand(BaseCommand):
    """Answers one question; what it takes is added by `add_arguments`, what it says by `answer`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the sentences")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return the answer as plain data and as lines for people. Raises InputRefused."""
        raise NotImplementedError

    def handle(self, **options: Any) -> None:
        """Print the answer. CommandError for a refusal, with --json also {"error": {"code", "detail"}}."""
        with translation.override(options["lang"]):
            try:
                _check_texts(options)
                said, lines = self.answer(options)
            except InputRefused as refused:
                if options["json"]:
                    self._print({"error": {"code": refused.code, "detail": str(refused.sentence)}})
                raise CommandError(str(refused.sentence)) from refused
            if options["json"]:
                self._print(said)
            else:
                self.stdout.write("\n".join(lines))

    def _print(self, said: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))


def _check_texts(options: dict[str, Any]) -> None:
    """Refuse words that no database has: bytes of another encoding come in as halves of surrogate pairs."""
    for value in options.values():
        texts = value if isinstance(value, list) else [value]
        if not all(is_storable(text) for text in texts if isinstance(text, str)):
            raise InputRefused("text_not_valid", _("Write the words in UTF-8: a character cannot be read."))
