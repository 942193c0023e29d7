"""A unit's year from candidate to predicate and back, by nine people in browsers."""

import json
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.server import Portal
from tests.browser.test_story import PDF, press
from tests.factories import PASSWORD


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    portal = Portal(tmp_path_factory.mktemp("year"))
    portal.cast = json.loads(portal.run("from tests.browser.year_story import make_story; print(make_story())"))
    portal.start()
    yield portal
    portal.stop()


@pytest.fixture
def act(stage: Portal, person):
    """`act("tiuk")`: that person signed in, as a page."""
    return lambda name: person(stage.url, stage.cast[name], PASSWORD).page


def paper(name: str) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def photo() -> dict:
    stream = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(stream, "JPEG")
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def year_page(page: Page, stage: Portal) -> None:
    page.goto(f"/pembangunan/{stage.cast['pembangunan']}/")


def step(page: Page, label: str) -> None:
    """Press an action of the page head, say yes, and wait until the next page stands."""
    with page.expect_navigation():
        press(page, label)


def send(page: Page) -> None:
    """Send the form of the page, whatever its button says."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()


def choose(page: Page, name: str, value: str) -> None:
    """A choice that is drawn as a list or as radio buttons."""
    radio = page.locator(f"[name={name}][value={value}]")
    if radio.count():
        radio.check()
    else:
        page.locator(f"select[name={name}]").select_option(value)


def submit(page: Page, label: str) -> None:
    """Press the button and wait until the next page stands."""
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).click()


def test_from_candidate_to_designation(stage, act):
    tiuk = act("tiuk")
    tiuk.goto("/identifikasi/")
    row = tiuk.locator("tr", has_text=stage.cast["nama"])
    for select in row.locator("select").all():
        select.select_option(index=3)
    expect(tiuk.locator("[data-simpan]")).to_have_attribute("data-keadaan", "tersimpan")
    row.locator("[data-pilih]").check()
    submit(tiuk, "Jadikan calon")
    stage.cast["pembangunan"] = int(
        stage.run("from units.models import PembangunanZI; print(PembangunanZI.objects.get().pk)")
    )

    for name in ("kepala_unit", "ketua_tim", "pegawai"):
        page = act(name)
        page.goto(f"/pakta/{stage.cast['pembangunan']}/tanda-tangan/")
        page.get_by_label("Saya sudah membaca").check()
        page.get_by_label("Kata sandi Anda").fill(PASSWORD)
        submit(page, "Tanda tangani")

    head = act("kepala_unit")
    head.goto(f"/pencanangan/{stage.cast['pembangunan']}/")
    head.get_by_label("Tanggal pencanangan").fill(f"{stage.cast['tahun']}-01-12")
    head.get_by_label("Tempat").fill("Aula Kecamatan")
    head.get_by_label("Saksi").fill("Drs. Arman Lesmana, Bupati\nKepala Kejaksaan Negeri")
    head.get_by_label("Tautan publikasi").fill("https://cerita.example/pencanangan")
    head.get_by_label("Piagam pencanangan").set_input_files(paper("piagam.pdf"))
    submit(head, "Simpan")
    head.goto(f"/pencanangan/{stage.cast['pembangunan']}/")
    head.locator("section", has_text="Foto").locator("input[type=file]").set_input_files(photo())
    expect(head.locator("#foto img")).to_be_visible()
    year_page(head, stage)
    step(head, "Canangkan")
    expect(head.locator("[aria-current=step]")).to_contain_text("Dicanangkan")

    tiuk.goto("/keputusan/penetapan/")
    tiuk.get_by_label("Nomor keputusan").fill("188.45/12/2026")
    tiuk.get_by_label("Tanggal keputusan").fill(f"{stage.cast['tahun']}-01-20")
    tiuk.get_by_role("checkbox", name=stage.cast["nama"]).check()
    submit(tiuk, "Tetapkan")
    year_page(tiuk, stage)
    expect(tiuk.locator("[aria-current=step]")).to_contain_text("Ditetapkan")


def story(stage: Portal, call: str) -> str:
    return stage.run(f"from tests.browser import year_story as s; print(s.{call})").splitlines()[-1]


def test_from_building_to_the_submitted_self_assessment(stage, act):
    story(stage, f"build({stage.cast['pembangunan']})")
    head = act("kepala_unit")
    year_page(head, stage)
    step(head, "Mulai membangun")
    expect(head.locator("[aria-current=step]")).to_contain_text("Membangun")
    penilaian = story(stage, f"assess({stage.cast['pembangunan']}, weak=True)")
    head.goto(f"/penilaian/{penilaian}/ajukan/")
    head.get_by_role("checkbox").check()
    submit(head, "Ajukan")
    year_page(head, stage)
    expect(head.locator("[aria-current=step]")).to_contain_text("Penilaian mandiri")
    stage.cast["penilaian"] = int(penilaian)


BLIND = "A.I.1.i.a"


def test_two_assessors_score_blind(stage, act):
    tahun = stage.cast["tahun"]
    lead = act("sekretaris_tpi")
    lead.goto(f"/tpi/buka/{stage.cast['penilaian']}/")
    for fase in ("meja", "klarifikasi", "lapangan", "pleno"):
        lead.locator(f"[name={fase}_mulai]").fill(f"{tahun}-01-01")
        lead.locator(f"[name={fase}_selesai]").fill(f"{stage.cast['kini']}-12-31")
    submit(lead, "Buka evaluasi")
    stage.cast["evaluasi"] = int(
        stage.run("from evaluation.models import EvaluasiTPI; print(EvaluasiTPI.objects.latest('pk').pk)")
    )
    for name in ("anggota_tpi", "anggota_tpi2"):
        lead.goto(f"/tpi/{stage.cast['evaluasi']}/penugasan/")
        lead.locator("[name=penilai]").select_option(label=f"{stage.cast['orang'][name]} (Anggota TPI)")
        submit(lead, "Tugaskan")
        story(stage, f"score({stage.cast['evaluasi']}, {stage.cast[name]!r}, without=[{BLIND!r}], weak=True)")
    for name, key in (("anggota_tpi", "y"), ("anggota_tpi2", "t")):
        desk = act(name)
        desk.goto(f"/tpi/{stage.cast['evaluasi']}/nilai/?area=manajemen_perubahan")
        question = desk.locator("[data-soal]", has_text=BLIND).first
        expect(question).not_to_contain_text("Penilai lain")
        question.locator("select").select_option("valid")
        question.focus()
        desk.keyboard.press(key)
        expect(desk.locator("[data-simpan]").first).to_have_attribute("data-keadaan", "tersimpan")
        desk.goto(f"/tpi/{stage.cast['evaluasi']}/nilai/?area=antrean")
        desk.get_by_role("button", name="Serahkan semua yang lengkap").click()
        asked = desk.locator("#dialog-konfirmasi[open]")
        with desk.expect_navigation():
            asked.locator("button[type=submit]").first.click()
        desk.goto(f"/tpi/{stage.cast['evaluasi']}/nilai/?area=manajemen_perubahan")
        expect(desk.locator("[data-soal][data-diserahkan]").first).to_be_visible()
    expect(question).to_contain_text("Penilai lain")


def next_phase(page: Page, stage: Portal, slug: str) -> None:
    page.goto(f"/tpi/{stage.cast['evaluasi']}/langkah/{slug}/")
    with page.expect_navigation():
        page.locator("form.konfirmasi button[type=submit]").click()


def test_a_clarification_round_and_a_visit(stage, act):
    pk = stage.cast["evaluasi"]
    lead, team = act("sekretaris_tpi"), act("ketua_tim")
    next_phase(lead, stage, "klarifikasi")
    lead.goto(f"/tpi/{pk}/klarifikasi/{BLIND}/")
    lead.locator("select[name=alasan]").select_option("tidak_relevan")
    lead.get_by_label("Dijawab paling lambat").fill(f"{stage.cast['kini']}-12-31")
    submit(lead, "Minta klarifikasi")
    team.goto("/klarifikasi/")
    team.get_by_role("link", name=BLIND).first.click()
    team.get_by_label("Penjelasan kepada TPI").fill("Keputusan tim ditandatangani 22 Januari; salinannya terlampir.")
    expect(team.locator("[data-simpan]").first).to_have_attribute("data-keadaan", "tersimpan")
    team.get_by_role("button", name="Kirim jawaban").click()
    with team.expect_navigation():
        team.locator("#dialog-konfirmasi[open] button[type=submit]").first.click()
    lead.goto("/klarifikasi/")
    lead.get_by_role("link", name=BLIND).first.click()
    expect(lead.locator("main")).to_contain_text("22 Januari")
    step(lead, "Tandai selesai")
    next_phase(lead, stage, "lapangan")
    lead.goto(f"/tpi/{pk}/kunjungan/catat/")
    lead.get_by_label("Tanggal").fill(f"{stage.cast['kini']}-01-12")
    lead.get_by_label("Tempat").fill("Kantor kecamatan")
    lead.get_by_label(stage.cast["orang"]["anggota_tpi"]).check()
    submit(lead, "Catat kunjungan")


def test_the_plenary_decides_and_both_sign(stage, act):
    pk = stage.cast["evaluasi"]
    lead, chair = act("sekretaris_tpi"), act("ketua_tpi")
    next_phase(lead, stage, "pleno")
    lead.goto(f"/tpi/{pk}/pleno/catatan/")
    lead.get_by_label("Tanggal pleno").fill(f"{stage.cast['kini']}-01-12")
    lead.get_by_label("Tempat").fill("Ruang rapat Inspektorat")
    for box in lead.get_by_role("checkbox").all():
        box.check()
    submit(lead, "Buka pleno")
    lead.goto(f"/tpi/{pk}/pleno/")
    expect(lead.locator("main")).to_contain_text("dari 113 pertanyaan")
    lead.goto(f"/tpi/{pk}/pleno/putusan/{BLIND}/")
    lead.locator("[name=nilai][value=ya]").check()
    lead.get_by_label("Alasan putusan").fill("Keputusan tim sah menurut klarifikasi.")
    lead.get_by_label("Rekomendasi", exact=True).fill("Perbaiki hasil survei persepsi anti korupsi.")
    submit(lead, "Simpan putusan")
    lead.goto(f"/tpi/{pk}/rekomendasi/")
    with lead.expect_navigation():
        lead.get_by_role("button", name="Susun").click()
    lead.goto(f"/tpi/{pk}/lhe/isi/")
    lead.get_by_label("Nomor LHE").fill("700/45/LHE/2026")
    lead.get_by_label("Tanggal LHE").fill(f"{stage.cast['kini']}-01-13")
    submit(lead, "Simpan")
    for page in (lead, chair):
        page.goto(f"/tpi/{pk}/lhe/tanda-tangan/")
        page.get_by_label("Kata sandi Anda").fill(PASSWORD)
        submit(page, "Tanda tangani")
    chair.goto(f"/tpi/{pk}/lhe/tetapkan/")
    with chair.expect_navigation():
        chair.locator("form.konfirmasi button[type=submit]").click()
    chair.goto(f"/tpi/{pk}/lhe/")
    expect(chair.locator("main")).to_contain_text("1,75")


def confirmed(page: Page, url: str, *, reason: str = "") -> None:
    """Open the page of a step and say yes."""
    page.goto(url)
    if reason:
        page.locator("form.konfirmasi textarea").fill(reason)
    with page.expect_navigation():
        page.locator("form.konfirmasi button[type=submit]").click()


def test_thresholds_missed_so_the_unit_is_coached_again(stage, act):
    leader = act("kepala_daerah")
    leader.goto("/pengusulan/")
    leader.goto(f"/pengusulan/{stage.cast['pembangunan']}/")
    expect(leader.locator("main")).to_contain_text("kurang 1,75 di Survei Persepsi Anti Korupsi")
    confirmed(
        leader, f"/pengusulan/{stage.cast['pembangunan']}/bina/", reason="Survei persepsi anti korupsi belum cukup."
    )
    year_page(leader, stage)
    expect(leader.locator("main")).to_contain_text("Dibina kembali")


def test_next_year_it_is_decided_and_proposed(stage, act):
    stage.cast["tahun2"] = int(story(stage, f"next_year({stage.cast['unit']})"))
    pk = stage.cast["tahun2"]
    story(stage, f"meet_requirements({pk}, without='lhkpn')")
    leader, lead, head = act("kepala_daerah"), act("sekretaris_tpi"), act("kepala_unit")
    leader.goto(f"/pengusulan/{pk}/usulkan/")
    lead.goto(f"/syarat/unit/{pk}/lhkpn/")
    lead.get_by_label("LHKPN").first.fill("100")
    lead.get_by_label("Sumber").fill("Surat Inspektur 12 Mei")
    submit(lead, "Simpan hasil pemeriksaan")
    leader.goto(f"/pengusulan/{pk}/usulkan/")
    submit(leader, "Usulkan ke TPN")
    lead.goto("/usulan/susun/")
    lead.get_by_label(stage.cast["nama"]).check()
    submit(lead, "Susun usulan")
    usulan = lead.url.rstrip("/").split("/")[-1]
    stage.cast["usulan"] = usulan
    lead.goto(f"/usulan/{usulan}/surat/")
    lead.get_by_label("Nomor surat").fill("500/12/2026")
    lead.get_by_label("Tanggal surat").fill(f"{stage.cast['kini']}-01-14")
    lead.locator("input[type=file]").set_input_files(paper("surat.pdf"))
    reason = lead.get_by_label("Alasan melewati batas waktu")
    if reason.count():
        reason.fill("TPN memperpanjang masa pengusulan.")
    submit(lead, "Simpan surat")
    head.goto(f"/usulan/{usulan}/")
    head.get_by_role("link", name="Sampaikan SPTJM").click()
    head.locator("input[type=file]").set_input_files(paper("sptjm.pdf"))
    head.locator("input[type=date]").fill(f"{stage.cast['kini']}-01-14")
    for box in head.get_by_role("checkbox").all():
        box.check()
    submit(head, "Sampaikan SPTJM")
    lead.goto(f"/usulan/{usulan}/")
    lead.goto(f"/usulan/{usulan}/kirim/")
    if lead.locator("form.konfirmasi textarea").count():
        lead.locator("form.konfirmasi textarea").fill("TPN memperpanjang masa pengusulan.")
    with lead.expect_navigation():
        lead.locator("form.konfirmasi button[type=submit]").click()
    lead.goto(f"/pembangunan/{pk}/")
    expect(lead.locator("[aria-current=step]")).to_contain_text("Evaluasi TPN")


def test_tpn_evaluates_and_the_predicate_is_recorded(stage, act):
    lead, tpn, pk = act("ketua_tpi"), act("penilai_tpn"), stage.cast["tahun2"]
    tpn.goto("/tpn/")
    expect(tpn.locator("main")).not_to_contain_text(stage.cast["nama"])
    lead.goto(f"/tpn/usulan/{stage.cast['usulan']}/penilai/")
    for box in lead.get_by_role("checkbox").all():
        box.check()
    send(lead)
    evaluasi = story(stage, f"answer_tpn({pk})")
    tpn.goto("/tpn/")
    expect(tpn.locator("main")).to_contain_text(stage.cast["nama"])
    confirmed(tpn, f"/tpn/{evaluasi}/terima/")
    tpn.goto(f"/tpn/{evaluasi}/meja/")
    confirmed(tpn, f"/tpn/{evaluasi}/selesai-meja/")
    for jenis, indeks in (("ipak", "3,8"), ("ipkp", "3,7")):
        tpn.goto(f"/tpn/{evaluasi}/survei/")
        choose(tpn, "jenis", jenis)
        tpn.locator("[name=indeks]").fill(indeks)
        tpn.locator("[name=responden]").fill("120")
        tpn.locator("[name=tanggal]").fill(f"{stage.cast['kini']}-02-01")
        tpn.locator("[name=pelaksana]").fill("TPN")
        send(tpn)
    confirmed(tpn, f"/tpn/{evaluasi}/ke-lapangan/")
    tpn.goto(f"/tpn/{evaluasi}/lapangan/")
    tpn.locator("main textarea").fill("Pelayanan sesuai dengan yang dilaporkan.")
    send(tpn)
    confirmed(tpn, f"/tpn/{evaluasi}/lulus/")
    tpn.goto(f"/tpn/{evaluasi}/banding/")
    lead.goto(f"/predikat/catat/{pk}/")
    lead.get_by_label("Nomor keputusan").fill("188/WBK/2026")
    lead.get_by_label("Tanggal keputusan").fill(f"{stage.cast['kini']}-03-01")
    lead.get_by_label("Berlaku sejak").fill(f"{stage.cast['kini']}-03-01")
    lead.locator("input[type=file]").set_input_files(paper("wbk.pdf"))
    send(lead)
    public = act("pegawai")
    public.goto("/predikat/")
    expect(public.locator("main")).to_contain_text(stage.cast["nama"])


def test_two_years_later_it_is_reviewed_revoked_and_has_to_wait(stage, act):
    held = story(stage, f"two_years_later({stage.cast['unit']})")
    lead, head, leader = act("ketua_tpi"), act("kepala_unit"), act("kepala_daerah")
    lead.goto(f"/predikat/{held}/")
    lead.goto(f"/predikat/{held}/tinjau/")
    lead.locator("[name=sebab][value=reevaluasi]").check()
    lead.get_by_label("Uraian").fill("Nilai survei persepsi anti korupsi turun di bawah batas.")
    lead.get_by_label("Klarifikasi unit paling lambat").fill(f"{stage.cast['kini']}-12-31")
    send(lead)
    tinjauan = stage.run(
        "from units.models import TinjauanPredikat; print(TinjauanPredikat.objects.get().pk)"
    ).splitlines()[-1]
    head.goto(f"/predikat/tinjauan/{tinjauan}/klarifikasi/")
    head.get_by_label("Klarifikasi").fill("Survei dilakukan saat loket dipindahkan.")
    send(head)
    lead.goto(f"/predikat/tinjauan/{tinjauan}/cabut/")
    lead.get_by_label("Nomor keputusan").fill("188/CABUT/1")
    lead.get_by_label("Tanggal keputusan").fill(f"{stage.cast['kini']}-11-20")
    lead.get_by_label("Alasan pencabutan").fill("Tidak lagi memenuhi ambang batas.")
    lead.locator("input[type=file]").set_input_files(paper("cabut.pdf"))
    send(lead)
    again = story(stage, f"propose_again({stage.cast['unit']})")
    leader.goto(f"/pengusulan/{again}/usulkan/")
    expect(leader.locator("main")).to_contain_text(str(stage.cast["kini"] + 2))
    expect(leader.get_by_role("button", name="Usulkan ke TPN")).to_have_count(0)  # no technical ground excuses the wait
