"""The signatures under TPI's result stand only while nothing they cover has changed."""

from django.urls import reverse

from evaluation.models import EvaluasiTPI, HasilEvaluasi
from units.history import record
from units.models import Peran
from units.notices import notify

TANDA_TANGAN = "Tanda tangan"


def void_signatures(evaluasi: EvaluasiTPI, *, by: Peran, sebab: str) -> bool:
    """Take back whatever was signed, say so in the history and to those who had signed. Inside the caller's lock."""
    row = HasilEvaluasi.objects.select_related("ketua__user", "sekretaris__user").filter(evaluasi=evaluasi).first()
    signers = [role for role in (row.ketua, row.sekretaris) if role] if row else []
    if not signers:
        return False
    row.ketua = row.sekretaris = row.ketua_at = row.sekretaris_at = None
    row.sidik = ""
    row.save(update_fields=["ketua", "sekretaris", "ketua_at", "sekretaris_at", "sidik"])
    names = ", ".join(str(role.user) for role in signers)
    record(evaluasi, by=by, tindakan="Tanda tangan gugur", kolom=TANDA_TANGAN, dari=names, alasan=f"Sebab: {sebab}.")
    notify(
        [role.user for role in signers],
        judul=f"Tanda tangan LHE {evaluasi.pembangunan.unit} gugur"[:200],
        pesan=f"{by.user} membuat perubahan sesudah ditandatangani: {sebab}. Periksa, lalu tanda tangani lagi.",
        tautan=reverse("lhe_sign", args=[evaluasi.pk]),
    )
    return True
