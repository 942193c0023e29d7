"""Two public questions of machines: does the process answer, and can the portal do its work."""

import logging
from collections.abc import Callable
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from zi_portal.celery import WORKER_SEEN_KEY, WORKER_SEEN_SECONDS, app

logger = logging.getLogger(__name__)

GOOD = "baik"


@login_not_required
@never_cache
@require_safe
def health_alive(request: HttpRequest) -> HttpResponse:
    """Touches nothing: a slow database must not make the process look dead and be restarted."""
    return HttpResponse("hidup", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def health_ready(request: HttpRequest) -> JsonResponse:
    """200 when every part works, else 503 naming those that do not. Public, so causes go to the log."""
    parts = {name: _ask(name, check) for name, check in CHECKS.items()}
    ready = all(answer == GOOD for answer in parts.values())
    return JsonResponse({"siap": ready, "bagian": parts}, status=200 if ready else 503)


def _ask(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, OperationalError, RedisError, OSError) as error:
        logger.warning("Readiness: %s failed: %s", name, error)
        return "gagal"


def check_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return GOOD


def check_broker() -> str:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
        # connecting alone does not touch the embedded queue; declaring counts the messages in its directory
        broker.default_channel.queue_declare(app.conf.task_default_queue)
    return GOOD


def check_storage() -> str:
    """Writes, because a full disk can still be read."""
    name = default_storage.save(f"sehat/{uuid4().hex}", ContentFile(b"1"))
    default_storage.delete(name)
    return GOOD


def check_worker() -> str:
    if cache.get(WORKER_SEEN_KEY) is None:
        return f"tidak terlihat selama {WORKER_SEEN_SECONDS} detik"
    return GOOD


CHECKS: dict[str, Callable[[], str]] = {
    "basis_data": check_database,
    "antrean": check_broker,
    "penyimpanan": check_storage,
    "pekerja": check_worker,
}
