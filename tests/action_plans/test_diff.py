"""What changed between two frozen plans."""

from action_plans.diff import Ubahan, compare


def row(pk: int, **fields) -> dict:
    base = {
        "pk": pk, "area": "sdm", "aspek": "", "indikator": "Pola Mutasi", "aksi": f"Aksi {pk}", "langkah": "",
        "bukti_fisik": "", "penanggung_jawab": None, "prioritas": False, "target_waktu": "Maret", "bulan": [3],
    }  # fmt: skip
    return base | fields


def plan(*rows: dict, **texts: str) -> dict:
    return {"dasar": "1. UU 25/2009", "maksud_tujuan": "1. Acuan", "aksi": list(rows)} | texts


def test_equal_plans_have_no_difference_even_in_another_order():
    found = compare(plan(row(1), row(2)), plan(row(2), row(1)))
    assert found.is_empty
    assert found.tetap == 2


def test_added_and_removed_rows():
    found = compare(plan(row(1), row(2)), plan(row(2), row(3)))
    assert ([r.aksi for r in found.ditambah], [r.aksi for r in found.dihapus]) == (["Aksi 3"], ["Aksi 1"])


def test_changed_cells_are_told_in_words():
    ani = {"pk": 7, "nama": "Ani"}
    found = compare(plan(row(1)), plan(row(1, penanggung_jawab=ani, prioritas=True, bulan=[3, 4], area="pengawasan")))
    assert found.diubah[0].ubahan == (
        Ubahan("Area", "Penataan Sistem Manajemen SDM", "Penguatan Pengawasan"),
        Ubahan("Penanggung jawab", "", "Ani"),
        Ubahan("Target prioritas", "tidak", "ya"),
        Ubahan("Bulan target", "Maret", "Maret, April"),
    )
    assert (found.ditambah, found.dihapus, found.tetap) == ((), (), 0)


def test_changed_texts():
    found = compare(plan(), plan(dasar="1. UU 30/2014"))
    assert found.teks == (Ubahan("A. Dasar", "1. UU 25/2009", "1. UU 30/2014"),)
