"""Templates of an institution: what they may say, what they may not do, and how one takes the place of another."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from jinja2.exceptions import TemplateError

from reports import services
from reports.choices import Jenis
from reports.contoh import contoh
from reports.docx import sandbox
from reports.docx.checking import check_template
from reports.docx.draw import draw, fill
from reports.docx.fields import context_of, example_context, fields_of
from reports.docx.sandbox import Lingkungan, TooMuchError
from reports.docx.styles import TEMPLATE
from reports.kinds import JENIS
from reports.models import Dokumen, TemplatDokumen
from reports.services import templat
from tests.factories import AksiFactory
from tests.reports.conftest import approve_plan, make_plan
from tests.reports.docx_making import template
from tests.reports.docx_reading import docx_tables, docx_text, open_docx
from tests.reports.samples import sample
from units import evidence
from units.choices import JenisPeran
from units.errors import TidakBerwenang
from units.models import StatusPekerjaan
from units.transitions import SyaratBelumTerpenuhi

J = JenisPeran
KIND = Jenis.TINDAK_LANJUT


def faults(*paragraphs: str, jenis: str = KIND, **more) -> list[str]:
    return [t.pesan for t in check_template(template(*paragraphs, **more), jenis)]


def upload(content: bytes, name: str = "kop.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# --- what a template may say --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jenis", ["", *JENIS])
def test_the_portals_own_template_fits_every_kind(jenis):
    assert check_template(template(), jenis) == []


@pytest.mark.parametrize("jenis", JENIS)
def test_every_field_that_the_page_names_may_be_used(jenis):
    """Fields of a list's items are used within its loop, all others as they stand."""
    plain = [
        f"{{{{ {m.nama} }}}}"
        for m in fields_of(jenis)
        if m.nama.startswith(("data.", "meta.", "cap.")) and not m.daftar
    ]
    lists = [
        f"{{% for x in {m.nama} %}}-{{% endfor %}}" for m in fields_of(jenis) if m.daftar and m.nama.startswith("data.")
    ]
    assert plain
    assert faults(*plain, *lists, jenis=jenis) == []


def test_fields_conditions_and_loops_are_filled_in():
    content = template(
        "{% if draf %}draf{% else %}final{% endif %}",
        "{%p for tiap in data.baris %}",
        "{{ loop.index }}. {{ tiap.rekomendasi|upper }}",
        "{%p endfor %}",
        "{{ meta.judul }} & {{ data.penanda[0].nama }}",
        paper=False,
        header="Kop {{ data.instansi }}",
    )
    assert check_template(content, KIND) == []
    made = draw(contoh(KIND), template=content)
    words = docx_text(made)
    assert words.startswith("final1.CONTOHREKOMENDASI2.CONTOHREKOMENDASI")
    assert "&RahmaLestari,S.Sos." in words
    assert open_docx(made).sections[0].header.paragraphs[0].text == "Kop Pemerintah Kabupaten Contoh"


def test_the_paper_may_stand_without_its_letterhead_under_that_of_the_template():
    made = docx_text(draw(contoh(KIND), template=template("Kop sendiri", "{{p badan }}", paper=False)))
    assert made.startswith("KopsendiriLaporantindaklanjut")
    assert "JalanMerdeka" not in made


def test_markup_in_the_data_stays_words():
    """A person's text is neither XML nor a field of the template."""
    data = replace(contoh(KIND), unit="A & B <w:p> {{ data.kop }} {% if %}")
    made = docx_text(draw(data, template=template("{{ data.unit }}", paper=False)))
    assert made == "A&B<w:p>{{data.kop}}{%if%}"


def test_a_list_of_five_hundred_rows_is_within_the_limits():
    rows = ("{%p for r in data.baris %}", "{{ r.rekomendasi }} {{ r.status }} {{ r.tenggat }}", "{%p endfor %}")
    assert (
        docx_text(draw(sample(KIND, "huge"), template=template(*rows, paper=False))).count("Contohrekomendasi") == 500
    )


# --- what is wrong with one ---------------------------------------------------------------------------------------------


def test_each_unknown_field_is_named_with_where_it_stands():
    found = faults("Nomor {{ data.nomer_lhe }}", "{% if data.unit %}{{ meta.jdul }}{% else %}{{ orang }}{% endif %}")
    assert len(found) == 3
    assert "“data.nomer_lhe” tidak dikenal" in found[0]
    assert "“Nomor {{ data.nomer_lhe }}”" in found[0]
    assert "Mungkin yang dimaksud “nomor_lhe”" in found[0]
    assert "“meta.jdul”" in found[1]
    assert "“orang”" in found[2]


def test_an_unknown_field_of_a_row_is_named():
    (found,) = faults("{% for r in data.baris %}{{ r.kode }} {{ r.salah }}{% endfor %}")
    assert "“r.salah” tidak dikenal" in found


def test_a_field_in_the_head_of_the_page_is_checked_too():
    (found,) = check_template(template(header="{{ data.tidak_ada }}"), KIND)
    assert (found.tempat, "“data.tidak_ada”" in found.pesan) == ("Kepala halaman", True)


def test_a_field_of_another_kind_is_unknown_to_a_template_for_all():
    assert faults("{{ data.unit }}", jenis="") == []
    (found,) = faults("{{ data.nomor_lhe }}", jenis="")
    assert "“data.nomor_lhe”" in found


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Nomor {{ data.unit", "Tanda {{ pada “Nomor {{ data.unit” tidak ditutup dengan }}"),
        ("data.unit }}", "tidak mempunyai pembuka"),
        ("{% if draf %}", "Perintah “if” belum ditutup dengan {% endif %}"),
        ("{% endfor %}", "Perintah “endfor” tidak dikenal, atau tidak mempunyai pembuka"),
        ("{{ data. }}", "tidak dapat dibaca"),
        ("{{ isi }}", "harus ditulis {{p isi }}"),
        ("{% for x in data.unit %}{% endfor %}", "bukan daftar"),
    ],
)
def test_broken_syntax_says_where(written, said):
    (found,) = faults(written)
    assert said in found


def test_the_paper_does_not_go_into_head_or_table():
    assert "{{p isi }}" in faults(header="{{p isi }}")[0]


@pytest.mark.parametrize("written", ["{{p data.unit }}", "{{r data.unit }}"])
def test_a_field_outside_of_a_text_is_refused_before_word_calls_the_file_broken(written):
    (found,) = faults(written)
    assert "Tanda {{p }} dan {{r }} hanya untuk isi dan badan" in found
    (found,) = faults(header=written)
    assert "Dinas Pelayanan Contoh" in found


def test_rows_of_a_table_are_repeated_and_a_loop_that_cuts_it_is_refused():
    def table(*rows: tuple[str, str], before: str = "") -> bytes:
        document = Document(TEMPLATE)
        document.add_paragraph(before)
        made = document.add_table(0, 2)
        for words in rows:
            for cell, text in zip(made.add_row().cells, words, strict=True):
                cell.text = text
        out = BytesIO()
        document.save(out)
        return out.getvalue()

    rows = table(("{%tr for r in data.baris %}", ""), ("{{ loop.index }}", "{{ r.kode }}"), ("{%tr endfor %}", ""))
    assert check_template(rows, KIND) == []
    assert docx_tables(draw(contoh(KIND), template=rows))[-1] == [["1", "A.I.1.a"], ["2", "A.I.2.b"], ["3", "B.1.a"]]
    (found,) = check_template(table(("a", "{% endfor %}b"), before="{% for r in data.baris %}"), KIND)
    assert "{%tr for" in found.pesan


# --- what one may not do ------------------------------------------------------------------------------------------------

ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ data.__init__ }}",
    "{{ data['__class__'] }}",
    "{{ data.unit|attr('__class__') }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum() }}",
    "{{ range(1000000000) }}",
    "{{ data.unit.format(data) }}",
    "{{ data.baris.append(1) }}",
    "{{ data.unit|safe }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ data.unit|center(1000000000) }}",
    "{{ data.unit|replace('', data.unit) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{% set x = data.unit %}{{ x }}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% macro a() %}{{ a() }}{% endmacro %}",
    "{% with x = 1 %}{{ x }}{% endwith %}",
    "{% autoescape false %}{{ data.unit }}{% endautoescape %}",
    "{% filter upper %}x{% endfilter %}",
    "{% for x in data.baris recursive %}{{ loop(data.baris) }}{% endfor %}",
]


@pytest.mark.parametrize("written", ESCAPES)
def test_a_template_can_neither_call_nor_leave_nor_swell(written):
    assert faults(written) != []


@pytest.mark.parametrize("written", ESCAPES)
def test_nor_can_one_that_was_never_checked(written):
    """The walls stand where it is filled in, and not only where it is uploaded."""
    with pytest.raises(TemplateError):
        fill(template(written), example_context(KIND), Lingkungan())


def test_loops_within_loops_end():
    nested = "{% for a in data.baris %}" * 4 + "x" + "{% endfor %}" * 4
    data = sample(KIND, "huge")
    with pytest.raises(TooMuchError, match="Perulangan"):
        fill(template(nested), context_of(data, None, "<p>"), Lingkungan())


def test_output_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(sandbox, "MAX_OUTPUT", 1_000)
    with pytest.raises(TooMuchError, match="terlalu panjang"):
        fill(template("{% for a in data.baris %}panjang {% endfor %}"), example_context(KIND), Lingkungan())


# --- one in the place of another ----------------------------------------------------------------------------------------


def save(world, content: bytes, jenis: str = KIND) -> TemplatDokumen:
    return templat.save_templat(
        instansi=world.instansi, jenis=jenis, upload=upload(content), by=world.peran[J.ADMIN_INSTANSI]
    )


def test_a_kind_uses_its_own_template_else_that_for_all_else_the_portals(world):
    assert templat.used_for(world.instansi, KIND) is None
    common = save(world, template("umum"), "")
    own = save(world, template("sendiri"))
    assert templat.used_for(world.instansi, KIND) == own
    assert templat.used_for(world.instansi, Jenis.LHE) == common
    templat.reset_templat(instansi=world.instansi, jenis=KIND, by=world.peran[J.ADMIN_INSTANSI])
    assert templat.used_for(world.instansi, KIND) == common


def test_versions_are_kept_and_the_institution_remembers_who_changed_them(world):
    save(world, template("satu"))
    save(world, template("dua"))
    assert list(TemplatDokumen.objects.values_list("versi", flat=True)) == [2, 1]
    last = world.instansi.riwayat.first()
    assert (last.tindakan, last.dari, last.ke) == ("Mengganti templat Word", "Versi 1 (kop.docx)", "Versi 2 (kop.docx)")


def test_the_same_template_again_is_no_new_version(world, client_as):
    content = template("satu")
    save(world, content)
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    page = client.post(reverse("templat_detail", args=[KIND]), {"berkas": upload(content)})
    assert page.status_code == 422
    assert "sama persis" in page.content.decode()
    assert TemplatDokumen.objects.count() == 1


def test_only_the_administrator_changes_a_template(world):
    with pytest.raises(TidakBerwenang):
        templat.save_templat(instansi=world.instansi, jenis="", upload=upload(template()), by=world.peran[J.KETUA_TPI])


def test_a_refused_template_leaves_the_old_one_and_names_its_faults(world, client_as):
    save(world, template("satu"))
    page = client_as(world.peran[J.ADMIN_INSTANSI]).post(
        reverse("templat_detail", args=[KIND]), {"berkas": upload(template("{{ data.salah }}"))}
    )
    assert page.status_code == 422
    assert "Medan “data.salah” tidak dikenal" in page.content.decode()
    with pytest.raises(SyaratBelumTerpenuhi):
        save(world, b"%PDF-1.7")
    assert TemplatDokumen.objects.count() == 1


def test_the_pages_show_what_is_in_use_and_give_it_out(world, client_as):
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    page = client.post(
        reverse("templat_detail", args=["umum"]), {"berkas": upload(template("Catatan kaki kita"))}, follow=True
    )
    assert "Templat versi 1 dipakai untuk Semua jenis" in page.content.decode()
    listed = client.get(reverse("templat_list")).content.decode()
    assert listed.count("Templat untuk semua jenis") == len(Jenis)
    for name in ("templat_download", "templat_sample"):
        answer = client.get(reverse(name, args=["lhe"]))
        assert "Catatankakikita" in docx_text(answer.content), name
        assert answer["Content-Disposition"].startswith("attachment")


def test_the_list_of_templates_costs_the_same_with_more_of_them(world, client_as, django_assert_num_queries):
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    save(world, template("satu"))
    client.get(reverse("templat_list"))
    with django_assert_num_queries(COUNT):
        client.get(reverse("templat_list"))
    save(world, template("dua"), Jenis.LHE)
    save(world, template("tiga"), Jenis.LKE)
    with django_assert_num_queries(COUNT):
        client.get(reverse("templat_list"))


COUNT = 6


# --- the file of a document ---------------------------------------------------------------------------------------------


@pytest.fixture
def dokumen(world) -> Dokumen:
    plan = make_plan(world)
    AksiFactory(rencana=plan, aksi="Membentuk tim kerja")
    approve_plan(plan, world)
    data = services.choose(Jenis.LAMPIRAN_I, plan, by=None, draf=False)
    return services.request_dokumen(objek=plan, jenis=Jenis.LAMPIRAN_I, data=data, by=world.peran[J.KETUA_TIM])


def test_a_document_comes_as_word_from_its_own_data_in_the_institutions_template(world, client_as, dokumen):
    save(world, template("Kaki surat kita"), Jenis.LAMPIRAN_I)
    first, again = (
        client_as(world.peran[J.KETUA_TIM]).get(reverse("dokumen_docx", args=[dokumen.pk])) for _ in range(2)
    )
    assert first.status_code == 200
    assert first["Content-Type"].endswith("wordprocessingml.document")
    assert ".docx" in first["Content-Disposition"]
    assert "Membentuktimkerja" in docx_text(first.content)
    assert "Kakisuratkita" in docx_text(first.content)
    assert first.content == again.content


def test_a_finished_document_offers_word_beside_pdf(world, client_as, dokumen):
    berkas = evidence.store_bytes(b"%PDF-1.7", nama="a.pdf", ekstensi="pdf", instansi=world.instansi, by=None)
    Dokumen.objects.filter(pk=dokumen.pk).update(status=StatusPekerjaan.JADI, berkas=berkas)
    client, link = client_as(world.peran[J.KETUA_TIM]), f'href="{reverse("dokumen_docx", args=[dokumen.pk])}"'
    assert link in client.get(reverse("dokumen_detail", args=[dokumen.pk])).content.decode()
    assert link in client.get(reverse("dokumen_block", args=[Jenis.LAMPIRAN_I, dokumen.rencana_id])).content.decode()


def test_a_lost_template_is_said_to_the_reader(world, client_as, dokumen):
    """Its file is lost."""
    row = save(world, template("satu"), Jenis.LAMPIRAN_I)
    row.berkas.isi.storage.delete(row.berkas.isi.name)
    page = client_as(world.peran[J.KETUA_TIM]).get(reverse("dokumen_docx", args=[dokumen.pk]))
    assert page.status_code == 422
    assert "templat instansi tidak ditemukan" in page.content.decode()


def test_loops_that_are_too_much_for_these_data_are_named_to_the_reader(world, client_as, dokumen, monkeypatch):
    save(world, template("{% for b in data.bagian %}x{% endfor %}"), Jenis.LAMPIRAN_I)
    monkeypatch.setattr(sandbox, "MAX_STEPS", 3)
    page = client_as(world.peran[J.KETUA_TIM]).get(reverse("dokumen_docx", args=[dokumen.pk]))
    assert page.status_code == 422
    assert "versi 1 tidak dapat diisi dengan data dokumen ini" in page.content.decode()
