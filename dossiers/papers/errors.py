"""The one error that papers raise: a stable code and a sentence for people."""

from django.utils.functional import Promise


class PaperError(Exception):
    """A paper cannot be rendered, signed or sealed. `code` is stable, `sentence` is translatable."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
