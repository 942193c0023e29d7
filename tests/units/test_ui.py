"""Parts of the interface that carry a promise to keyboards, screen readers and browsers without scripts."""

from datetime import UTC, datetime, timedelta

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from lxml import html

from units.crispy import FormHelperZI
from units.findings import galat, peringatan
from units.halaman import Halaman, Tombol
from units.models.base import StatusPekerjaan
from units.templatetags import ui


class Formulir(forms.Form):
    nama = forms.CharField(label="Nama unit kerja", help_text="Tulis lengkap.")
    target = forms.ChoiceField(label="Target", widget=forms.RadioSelect, choices=[("wbk", "WBK"), ("wbbm", "WBBM")])
    aktif = forms.BooleanField(label="Aktif", required=False)


class Saringan(forms.Form):
    area = forms.MultipleChoiceField(
        label="Area", required=False, choices=[("sdm", "SDM"), ("tatalaksana", "Tatalaksana")]
    )
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Semua"), ("selesai", "Selesai")])
    sejak = forms.DateField(label="Sejak", required=False)


class Pekerjaan:
    def __init__(self, status: str, kemajuan: int = 0, jumlah: int = 0, seconds: int = 60):
        self.status, self.kemajuan, self.jumlah = status, kemajuan, jumlah
        self.langkah, self.pesan = "", ""
        self.mulai_at = timezone.now() - timedelta(seconds=seconds)


def drawn(data: dict | None = None, **options):
    form = Formulir(data)
    form.helper = FormHelperZI(**options)
    return html.fromstring(f"<main>{render_crispy_form(form)}</main>")


def partial(template: str, **context):
    return html.fromstring(f"<main>{render_to_string(template, context, RequestFactory().get('/?area=sdm'))}</main>")


def test_help_stands_between_label_and_field_and_is_announced():
    page = drawn(submit="Simpan")
    field = page.get_element_by_id("div_id_nama")
    assert [child.tag for child in field] == ["label", "div", "input"]
    assert field.find("input").get("aria-describedby") == field.find("div").get("id") == "id_nama_helptext"


def test_errors_stand_under_the_field_and_are_summed_up_with_links():
    page = drawn({"nama": ""}, submit="Simpan")
    links = page.xpath("//div[@role='alert']//a/@href")
    assert links == ["#id_nama", "#id_target"]
    assert all(page.get_element_by_id(link[1:]) is not None for link in links)
    control = page.get_element_by_id("id_nama")
    assert control.get("aria-invalid") == "true"
    assert page.get_element_by_id("id_nama_error").getprevious() is control
    assert "id_nama_error" in control.get("aria-describedby").split()


def test_choices_are_a_named_group_with_nothing_preselected():
    group = drawn(submit="Simpan").get_element_by_id("div_id_target")
    assert group.tag == "fieldset"
    assert group.find("legend").text_content().startswith("Target")
    assert [option.get("value") for option in group.xpath(".//input")] == ["wbk", "wbbm"]
    assert group.xpath(".//input[@checked]") == []
    assert [label.get("for") for label in group.xpath(".//label")] == group.xpath(".//input/@id")


def test_a_guarded_form_says_so_and_has_its_verb():
    form = drawn(submit="Simpan", cancel_url="/unit/").find("form")
    assert form.get("data-jaga") is not None
    assert form.xpath(".//button[@type='submit']/text()") == ["Simpan"]
    assert form.xpath(".//a[text()='Batal']/@href") == ["/unit/"]
    assert drawn(submit="Cari", guard=False).find("form").get("data-jaga") is None


def test_without_a_verb_only_the_fields_are_drawn():
    page = drawn()
    assert page.xpath("//form | //button") == []
    assert page.get_element_by_id("id_nama") is not None


def test_active_filters_say_what_is_chosen_and_lead_to_the_list_without_it():
    request = RequestFactory().get(
        "/", {"area": ["sdm", "tatalaksana"], "status": "selesai", "sejak": "2026-11-21", "page": "4"}
    )
    found = ui.active_filters({"request": request}, Saringan(request.GET))
    assert [(item.label, item.nilai, item.url) for item in found] == [
        ("Area", "SDM", "?area=tatalaksana&status=selesai&sejak=2026-11-21"),
        ("Area", "Tatalaksana", "?area=sdm&status=selesai&sejak=2026-11-21"),
        ("Status", "Selesai", "?area=sdm&area=tatalaksana&sejak=2026-11-21"),
        ("Sejak", "21 November 2026", "?area=sdm&area=tatalaksana&status=selesai"),
    ]


def test_an_unreadable_filter_is_no_active_filter():
    request = RequestFactory().get("/", {"status": "ngawur"})
    assert ui.active_filters({"request": request}, Saringan(request.GET)) == []
    assert ui.active_filters({"request": request}, Saringan()) == []


@pytest.mark.parametrize("status", StatusPekerjaan.values)
def test_progress_asks_again_only_while_the_job_is_under_way(status):
    page = partial(
        "_kemajuan.html",
        pekerjaan=Pekerjaan(status, 2, 8),
        url="/p/",
        judul="Lampiran I",
        ulang_url="/ulang/",
        hasil_url="/hasil/",
    )
    polls = page.xpath("//*[@hx-get]")
    assert len(polls) == (status in ("diminta", "dikerjakan"))
    assert len(page.xpath("//form[@action='/ulang/']")) == (status == "gagal")
    assert len(page.xpath("//a[@href='/hasil/']")) == (status == "jadi")


def test_time_left_follows_the_pace_so_far():
    assert ui.sisa_waktu(Pekerjaan("dikerjakan", 2, 8, seconds=120)) == "6 menit"
    assert ui.sisa_waktu(Pekerjaan("dikerjakan", 0, 8)) == ""
    assert ui.sisa_waktu(Pekerjaan("jadi", 8, 8)) == ""


def test_paging_names_the_page_and_keeps_the_filter():
    page = partial("_paging.html", page=Paginator(range(2600), 25).page(50), satuan="aksi")
    assert page.xpath("//*[@aria-current='page']/text()") == ["50"]
    assert page.xpath("//a[@rel='next']/@href") == ["?area=sdm&page=51"]
    assert "1.226–1.250 dari 2.600 aksi" in page.text_content()


def test_an_action_that_asks_is_a_link_to_its_question_and_others_post():
    asks = Tombol("Kembalikan", "/kembalikan/", metode="post", konfirmasi="Kembali menjadi draf.", alasan="wajib")
    page = partial(
        "_halaman_kepala.html",
        halaman=Halaman("Rencana", tombol=asks, menu=(Tombol("Salin", "/salin/", metode="post"),)),
    )
    link = page.xpath("//a[@data-konfirmasi]")[0]
    assert (link.get("href"), link.get("data-alasan"), link.get("data-judul")) == (
        "/kembalikan/",
        "wajib",
        "Kembalikan",
    )
    assert page.xpath("//form/@action") == ["/salin/"]


def test_confirmation_page_asks_for_the_reason_and_shows_what_was_typed():
    page = partial(
        "_konfirmasi.html",
        judul="Kembalikan?",
        akibat="…",
        tombol="Kembalikan",
        batal_url="/",
        alasan="wajib",
        alasan_nilai="<b>",
        galat="Alasan terlalu pendek.",
    )
    area = page.get_element_by_id("id_alasan")
    assert area.text == "<b>"
    assert area.get("aria-invalid") == "true"
    assert page.get_element_by_id(area.get("aria-describedby")).text_content().strip() == "Alasan terlalu pendek."


def test_findings_say_their_weight_in_words():
    page = partial("_temuan.html", temuan=[galat("a", "Salah.", "Sheet1!F12"), peringatan("b", "Kurang.")])
    assert page.xpath("//li/*[name()='svg']/@aria-label") == ["Galat", "Peringatan"]


def test_history_names_the_system_when_nobody_acted():
    row = type(
        "Baris",
        (),
        {
            "oleh": None,
            "peran": None,
            "waktu": datetime(2026, 11, 21, 3, 42, tzinfo=UTC),
            "tindakan": "Membuat",
        },
    )
    text = " ".join(partial("_riwayat.html", riwayat=[row]).text_content().split())
    assert "Sistem · 21 November 2026 10.42" in text
