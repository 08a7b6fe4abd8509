"""Resolves requirements.in and requirements-dev.in into the two files of exact, hashed versions.

`python -m tools.make_pins` keeps what is pinned already as far as it still fits; with `--upgrade` it takes the newest.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Exact versions of everything in {source}, with what it needs in turn. Made by `make pins`; edit {source}.\n"
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==", re.MULTILINE)


def resolve(source: str, kept: str, *options: str) -> str:
    """Return what `uv pip compile` makes of a .in file; versions pinned in the file `kept` are preferred."""
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--no-config",
        "--python-version",
        "3.11",
    ]
    command += ["--generate-hashes", "--no-header", "--annotation-style", "line", "--no-emit-index-url"]
    command += ["--output-file", kept, *options, source]
    subprocess.run(command, cwd=ROOT, check=True)
    return (ROOT / kept).read_text()


def entries(text: str) -> dict[str, str]:
    """Split a compiled file into its entries: package name in lower case -> its lines."""
    starts = [match.start() for match in ENTRY.finditer(text)]
    blocks = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return {ENTRY.match(block)["name"].lower(): block for block in blocks}  # type: ignore[index]


def main() -> None:
    """Write requirements.txt and requirements-dev.txt."""
    options = ["--upgrade"] if "--upgrade" in sys.argv else []
    runtime = resolve("requirements.in", "requirements.txt", *options)
    (ROOT / "requirements.txt").write_text(HEADER.format(source="requirements.in") + runtime)
    everything = resolve("requirements-dev.in", "requirements-dev.txt", "-c", "requirements.txt", *options)
    own = [block for name, block in entries(everything).items() if name not in entries(runtime)]
    head = HEADER.format(source="requirements-dev.in") + "-r requirements.txt\n"
    (ROOT / "requirements-dev.txt").write_text(head + "".join(own))


if __name__ == "__main__":
    main()
