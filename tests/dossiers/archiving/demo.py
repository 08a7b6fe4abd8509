"""A demonstration archive over HTTP, as an archive of the State would be: PUT, digest checked, a receipt given back."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class DemoArchive:
    """What was put where. `answers`: instead of taking the next packages, answer this status and body."""

    kept: dict[str, bytes] = field(default_factory=dict)
    seen: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    url: str = ""

    def take(self, path: str, headers: dict[str, str], content: bytes) -> tuple[int, bytes]:
        self.seen.append(headers)
        if self.answers:
            return self.answers.pop(0)
        digest = hashlib.sha256(content)
        if headers["Content-Digest"] != f"sha-256=:{base64.b64encode(digest.digest()).decode()}:":
            return 400, b""
        if self.kept.setdefault(path, content) != content:
            return 412, b""
        told = {"reference": f"ref:{path}", "at": "2026-11-20T02:00:00+00:00", "sha256": digest.hexdigest()}
        return 201, json.dumps(told).encode()


@contextmanager
def demo_archive() -> Iterator[DemoArchive]:
    archive = DemoArchive()

    class Door(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:  # noqa: N802  (the library's name)
            content = self.rfile.read(int(self.headers["Content-Length"]))
            status, body = archive.take(self.path, dict(self.headers), content)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    archive.url = f"http://127.0.0.1:{server.server_port}/packages"
    try:
        yield archive
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
