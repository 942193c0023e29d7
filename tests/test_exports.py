"""Each list of the portal comes as a file too, with the rows that it shows."""

import pytest
from django.urls import reverse

from tests.evaluation.tpi_worlds import make_evaluasi
from units.choices import JenisPeran

J = JenisPeran
LISTS = {
    "sertifikat_list": J.ADMIN_INSTANSI,
    "unit_list": J.ADMIN_INSTANSI,
    "orang_list": J.ADMIN_INSTANSI,
    "catatan_masuk_list": J.ADMIN_INSTANSI,
    "data_dukung_list": J.KETUA_TPI,
    "rencana_list": J.KETUA_TPI,
    "penilaian_list": J.KETUA_TPI,
    "tpi_list": J.KETUA_TPI,
    "klarifikasi_list": J.KETUA_TPI,
    "rekomendasi_list": J.KETUA_TPI,
    "dokumen_list": J.KETUA_TPI,
    "terbitan_list": J.KETUA_TPI,
    "pembangunan_list": J.KETUA_TPI,
    "identifikasi_list": J.TIUK,
    "keputusan_list": J.KETUA_TPI,
    "predikat_list": J.KEPALA_DAERAH,
    "tpn_list": J.KETUA_TPI,
    "pembinaan_list": J.TIM_PEMBINA,
    "pembinaan_coverage": J.TIM_PEMBINA,
    "konsultasi_list": J.TIM_PEMBINA,
    "laporan_pembinaan_list": J.TIM_PEMBINA,
    "laporan_list": J.TIM_PEMBINA,
    "tim_list": J.TIM_PEMBINA,
    "instrumen_list": J.KETUA_TPI,
    "syarat_list": J.KETUA_TPI,
    "pengusulan_list": J.KEPALA_DAERAH,
    "usulan_list": J.KETUA_TPI,
    "dasbor_unit_list": J.KEPALA_DAERAH,
    "klien_api_list": J.ADMIN_INSTANSI,
}


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
@pytest.mark.parametrize(("name", "role"), LISTS.items())
def test_a_list_is_exported_with_its_rows(world, client_as, name, role, bentuk):
    make_evaluasi(world)
    client = client_as(world.peran[role])
    page = client.get(reverse(name))
    sent = client.get(reverse(name), {"unduh": bentuk})
    assert sent.status_code == 200
    assert sent["Content-Disposition"].endswith(f'.{bentuk}"')
    if bentuk == "csv":
        rows = sent.content.decode("utf-8-sig").splitlines()
        assert len(rows) == 1 + len(page.context["table"].rows)
