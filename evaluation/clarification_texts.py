"""What a request for clarification says unless the assessor writes something else: one text per reason."""

from evaluation.models import Klarifikasi

A = Klarifikasi.Alasan
BAKU: dict[str, str] = {
    A.TIDAK_ADA: (
        "Untuk pertanyaan {kode} belum ada data dukung yang membuktikan jawaban {jawaban}. "
        "Mohon lampirkan data dukungnya, atau jelaskan bila memang tidak ada."
    ),
    A.TIDAK_TERBACA: (
        "Data dukung untuk pertanyaan {kode} tidak dapat dibuka atau tidak terbaca. "
        "Mohon unggah kembali berkas yang terbaca seluruhnya."
    ),
    A.SALAH_PERIODE: (
        "Data dukung untuk pertanyaan {kode} berasal dari luar tahun {tahun}. "
        "Mohon lampirkan data dukung tahun {tahun}, atau jelaskan mengapa yang lama masih berlaku."
    ),
    A.TIDAK_RELEVAN: (
        "Data dukung untuk pertanyaan {kode} belum menunjukkan hal yang ditanyakan. "
        "Mohon lampirkan data dukung yang sesuai, atau tunjukkan bagian yang dimaksud."
    ),
    A.LAINNYA: "Mohon penjelasan atas jawaban {jawaban} untuk pertanyaan {kode}.",
}


def standard_text(alasan: str, *, kode: str, jawaban: str, tahun: int) -> str:
    """The text of a reason for one question; `jawaban` is the unit's answer in words, "" when it gave none."""
    return BAKU[alasan].format(kode=kode, tahun=tahun, jawaban=f"“{jawaban}”" if jawaban else "yang kosong")


def is_standard(text: str, *, kode: str, jawaban: str, tahun: int) -> bool:
    """Nobody has written anything of their own: another reason may bring its own text."""
    known = {standard_text(alasan, kode=kode, jawaban=jawaban, tahun=tahun) for alasan in BAKU}
    return not text.strip() or text.strip() in known
