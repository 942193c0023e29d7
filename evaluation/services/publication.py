"""Show results of surveys on the institution's public page, and take them back."""

from collections.abc import Iterable

from django.db import transaction

from evaluation.models import Survei
from units.access import can_manage_instansi, require
from units.history import record
from units.models import Peran


@transaction.atomic
def publish_survei(*, pks: Iterable[int], publik: bool, by: Peran) -> int:
    """Show or hide these; returns how many changed. Those of another institution are left alone."""
    require(can_manage_instansi(by, by.instansi_id), "Administrator Instansi", what="Mengumumkan hasil survei")
    mine = Survei.objects.filter(pk__in=list(pks), pembangunan__unit__instansi=by.instansi_id)
    rows = list(mine.exclude(publik=publik).select_related("pembangunan").select_for_update(of=("self",)))
    words = "Mengumumkan hasil survei" if publik else "Menarik pengumuman hasil survei"
    for row in rows:
        record(row.pembangunan, by=by, tindakan=words, kolom=row.get_jenis_display(), ke=str(row.indeks))
    Survei.objects.filter(pk__in=[row.pk for row in rows]).update(publik=publik)
    return len(rows)
