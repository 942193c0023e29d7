"""Publish documents and take them back."""

from collections.abc import Iterable

from django.db import transaction

from reports.models import Terbitan
from reports.publication.data import documents
from units.access import can_manage_instansi, require
from units.history import record
from units.models import Peran


@transaction.atomic
def publish_terbitan(*, pks: Iterable[int], publik: bool, by: Peran) -> int:
    """Show or hide these; returns how many changed. What is not the institution's or may not be shown is left alone."""
    require(can_manage_instansi(by, by.instansi_id), "Administrator Instansi", what="Mengumumkan dokumen")
    rows = list(documents(by).filter(pk__in=list(pks)).exclude(publik=publik).select_for_update())
    for row in rows:
        record(row, by=by, tindakan="Mengumumkan dokumen" if publik else "Menarik pengumuman dokumen")
    Terbitan.objects.filter(pk__in=[row.pk for row in rows]).update(publik=publik)
    return len(rows)
