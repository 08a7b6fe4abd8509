"""How gunicorn serves the pages and the API: the same for `make run` and for the container."""

import gc
import os
from typing import Any

wsgi_app = "onestop.wsgi:application"
bind = os.environ.get("WEB_BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_WORKERS", "2"))
# Threads, because a browser keeps idle connections open, and with one request per process two of them block everybody.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 8  # less than the 10 seconds after which `manage.py run` and container engines kill
keepalive = 5
worker_tmp_dir = "/dev/shm"  # heartbeats must not wait for a disk
control_socket_disable = True
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")


def when_ready(server: Any) -> None:
    """Keep what was loaded before the fork out of garbage collection, so that the workers go on sharing its memory."""
    gc.freeze()
