"""What may not stand in a log line: the tokens in the addresses of tracking and verification."""

import logging
import re

_SECRET = re.compile(r"(/[tv]/)[^/\s]+")


class HideTokens(logging.Filter):
    """Cut the token out of every address that a line names."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRET.sub(r"\1…", record.getMessage()), ()
        return True
