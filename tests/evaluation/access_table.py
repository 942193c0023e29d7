"""Who may open what in evaluation: assessments, answers, instruments."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.models import ImporLKE, Instrumen
from evaluation.services import instruments
from evaluation.services.workbook import export_workbook, look
from tests.access import ROLES, Row
from tests.evaluation.worlds import FIRST, at_step, make_penilaian, publish
from units import evidence
from units.choices import JenisPeran as J
from units.scope import INSTANSI_ROLES

TEAM = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.ANGGOTA_TIM})
READERS = INSTANSI_ROLES | TEAM
FILLERS = frozenset({J.KETUA_TIM, J.ANGGOTA_TIM})
KETUA = frozenset({J.KETUA_TIM})
MANAGERS = frozenset({J.ADMIN_INSTANSI, J.KETUA_TPI, J.SEKRETARIS_TPI})
PUBLISHERS = frozenset({J.KETUA_TPI, J.SEKRETARIS_TPI})
PDF = b"%PDF-1.4\n%%EOF"
# A draft is the unit's own; the institution sees what was submitted.
OUTSIDE_DRAFT = dict.fromkeys(ROLES - TEAM, 404)
NOT_READING = dict.fromkeys(ROLES - READERS, 404)


def draft(w) -> dict:
    return {"pk": make_penilaian(w).pk}


def submitted(w) -> dict:
    return {"pk": at_step(w, "diajukan").pk}


def prepared(w) -> dict:
    return {"pk": at_step(w, "disiapkan").pk}


def question(w) -> dict:
    return draft(w) | {"kode": FIRST}


def attached(w) -> dict:
    row, _ = evidence.add_file(SimpleUploadedFile("sk.pdf", PDF), pembangunan=w.pembangunan, by=w.peran[J.KETUA_TIM])
    return question(w) | {"data_dukung": row.pk}


def imported(w, status: str = "jadi") -> dict:
    """A workbook of the assessment that was read already, or could not be."""
    penilaian = make_penilaian(w)
    berkas = evidence.store_bytes(
        export_workbook(penilaian), nama="lke.xlsx", ekstensi="xlsx", instansi=w.instansi, by=None
    )
    row = ImporLKE.objects.create(penilaian=penilaian, berkas=berkas, oleh=w.peran[J.KETUA_TIM], status=status)
    ImporLKE.objects.filter(pk=row.pk).update(hasil=look(row))
    return {"pk": row.pk}


def outdated(w) -> dict:
    """A draft on a version that was replaced since."""
    penilaian = make_penilaian(w)
    copy = instruments.copy_instrumen(penilaian.instrumen, by=w.peran[J.KETUA_TPI])
    instruments.publish_instrumen(copy, nomor="700/2", tanggal=date(2026, 2, 2), upload=None, by=w.peran[J.KETUA_TPI])
    return {"pk": penilaian.pk}


def published(w) -> dict:
    return {"pk": publish(w).pk}


def draft_instrument(w) -> dict:
    return {"pk": instruments.begin_from_shipped("lke-2021", instansi=w.instansi, by=w.peran[J.ADMIN_INSTANSI]).pk}


def with_decree(w) -> dict:
    row = publish(w)
    berkas = evidence.store_bytes(PDF, nama="keputusan.pdf", ekstensi="pdf", instansi=w.instansi, by=None)
    Instrumen.objects.filter(pk=row.pk).update(berkas_keputusan=berkas)
    return {"pk": row.pk}


def _step(name: str, kwargs, allow, special) -> list[Row]:
    """The question, by every role; the act is tested with the workflow."""
    return [Row(name, kwargs=kwargs, allow=frozenset(allow), denied=403, special=special)]


TABLE: list[Row] = [
    Row(
        "penilaian_list", allow=READERS, denied=403, foreign=200,
        special={J.KETUA_TIM: 200, J.ANGGOTA_TIM: 200, J.KEPALA_UNIT: 200},
    ),
    Row(
        "penilaian_create", kwargs=lambda w: {"pk": w.pembangunan.pk}, allow=KETUA, denied=403,
        special={J.PENILAI_TPN: 404},
    ),
    Row("penilaian_detail", kwargs=submitted, allow=READERS),
    Row("penilaian_detail", kwargs=draft, allow=TEAM),
    Row("penilaian_fill", kwargs=submitted, allow=READERS),
    Row("penilaian_fill", kwargs=draft, allow=TEAM),
    Row("penilaian_fill", kwargs=draft, method="post", allow=FILLERS, ok=302, denied=403, special=OUTSIDE_DRAFT),
    Row("penilaian_path", kwargs=submitted, allow=READERS),
    Row("penilaian_try", kwargs=submitted, allow=READERS),
    Row("penilaian_compare", kwargs=submitted, allow=READERS),
    *_step("penilaian_prepare", draft, KETUA, OUTSIDE_DRAFT),
    *_step("penilaian_submit", prepared, {J.KEPALA_UNIT}, OUTSIDE_DRAFT),
    *_step("penilaian_reopen", prepared, {J.KEPALA_UNIT, J.KETUA_TIM}, OUTSIDE_DRAFT),
    *_step("penilaian_return", submitted, PUBLISHERS, NOT_READING),
    Row(
        "jawaban_save", kwargs=question, method="post", data={"kolom": "nilai", "nilai": "ya", "versi": "0"},
        allow=FILLERS, denied=403, special=OUTSIDE_DRAFT,
    ),
    Row(
        "jawaban_take_over",
        kwargs=question,
        method="post",
        allow=FILLERS,
        ok=302,
        denied=403,
        special=OUTSIDE_DRAFT,
    ),
    Row("jawaban_bukti", kwargs=question, allow=FILLERS, denied=403, special=OUTSIDE_DRAFT),
    Row(
        "jawaban_bukti_add", kwargs=question, method="post", data={"tautan": "https://contoh.test/sk"},
        allow=FILLERS, ok=302, denied=403, special=OUTSIDE_DRAFT,
    ),
    Row(
        "jawaban_bukti_attach", kwargs=attached, method="post", allow=FILLERS, ok=302, denied=403,
        special=OUTSIDE_DRAFT,
    ),
    Row(
        "jawaban_bukti_detach", kwargs=attached, method="post", allow=FILLERS, ok=302, denied=403,
        special=OUTSIDE_DRAFT,
    ),
    Row("penilaian_move", kwargs=outdated, allow=KETUA, denied=403, special=OUTSIDE_DRAFT),
    Row("penilaian_export", kwargs=submitted, allow=READERS),
    Row("penilaian_import", kwargs=draft, allow=FILLERS, denied=403, special=OUTSIDE_DRAFT),
    Row("impor_lke_detail", kwargs=imported, allow=FILLERS, denied=403, special=OUTSIDE_DRAFT),
    Row(
        "impor_lke_apply",
        kwargs=imported,
        method="post",
        allow=FILLERS,
        ok=302,
        denied=403,
        special=OUTSIDE_DRAFT,
    ),
    Row(
        "impor_lke_restart",
        kwargs=lambda w: imported(w, "gagal"),
        method="post",
        allow=FILLERS,
        ok=302,
        denied=403,
        special=OUTSIDE_DRAFT,
    ),
    Row("instrumen_list", allow=READERS, denied=403, foreign=200),
    Row("instrumen_adopt", allow=MANAGERS, denied=403, foreign=200),
    Row("instrumen_import", allow=MANAGERS, denied=403, foreign=200),
    Row("instrumen_detail", kwargs=published, allow=READERS, denied=403),
    Row(
        "instrumen_detail", kwargs=draft_instrument, allow=MANAGERS,
        special={J.PEGAWAI: 403, J.PENILAI_TPN: 403},
    ),
    Row(
        "instrumen_edit",
        kwargs=draft_instrument,
        allow=MANAGERS,
        special={J.PEGAWAI: 403, J.PENILAI_TPN: 403},
    ),
    Row("instrumen_copy", kwargs=published, allow=MANAGERS, denied=403),
    Row(
        "instrumen_publish", kwargs=draft_instrument, allow=PUBLISHERS, denied=404,
        special={J.ADMIN_INSTANSI: 403, J.PEGAWAI: 403, J.PENILAI_TPN: 403},
    ),
    Row("instrumen_decree", kwargs=with_decree, allow=READERS, denied=403),
]  # fmt: skip
