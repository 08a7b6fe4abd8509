"""Live: the process answers. Ready: the database answers and its tables are those of this code."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

_migrated = False


def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("live", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when work can be done; 503 with the reason in one word otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _is_migrated():
            return HttpResponse("migrations", status=503, content_type="text/plain")
    except Exception:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated
