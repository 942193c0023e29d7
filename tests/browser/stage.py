"""A page with each part that scripts bring to life, and answers that a test arranges. For tests only."""

from dataclasses import dataclass, field
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from units.halaman import Halaman, Tombol
from zi_portal.urls import urlpatterns as portal

PAGE = Path(__file__).with_name("stage.html")


@dataclass
class Stage:
    """What the server holds and has seen; a test makes it afresh."""

    versi: int = 1
    nilai: dict[str, str] = field(default_factory=lambda: {"kendala": "Awal", "catatan": ""})
    sibuk: int = 0  # how many saves still meet an overloaded server
    terkirim: list[str] = field(default_factory=list)
    berkas: list[str] = field(default_factory=list)
    alasan: list[str] = field(default_factory=list)

    def change_elsewhere(self, kolom: str, nilai: str) -> None:
        self.versi += 1
        self.nilai[kolom] = nilai


stage = Stage()


def page(request: HttpRequest) -> HttpResponse:
    halaman = Halaman(
        "Panggung",
        tombol=Tombol(
            "Kembalikan", "/uji/putuskan/", metode="post", konfirmasi="Kembali menjadi draf.", alasan="wajib"
        ),
    )
    return HttpResponse(engines["django"].from_string(PAGE.read_text()).render({"halaman": halaman}, request))


def save(request: HttpRequest) -> HttpResponse:
    if stage.sibuk:
        stage.sibuk -= 1
        return HttpResponse(status=503)
    kolom, nilai = request.POST["kolom"], request.POST["nilai"]
    if nilai == "tidak pantas":
        return JsonResponse({"galat": "Gunakan kata yang pantas."}, status=400)
    if int(request.POST["versi"]) != stage.versi:
        other = {"versi": stage.versi, "nilai": stage.nilai[kolom]}
        return JsonResponse(other | {"oleh": "Sari Utami", "pada": "21 November 2026 10.42"}, status=409)
    stage.versi += 1
    stage.nilai[kolom] = nilai
    return JsonResponse({"versi": stage.versi, "pada": "10.42"})


def send(request: HttpRequest) -> HttpResponse:
    stage.terkirim.append(request.POST["nama"])
    return HttpResponse(f"<p>Diterima: {len(stage.terkirim)}</p>")


def upload(request: HttpRequest) -> HttpResponse:
    name = request.FILES["berkas"].name
    if name.endswith(".exe"):
        return JsonResponse({"galat": "Isi berkas adalah program."}, status=422)
    stage.berkas.append(name)
    return HttpResponse("".join(f"<p>{item}</p>" for item in stage.berkas))


def decide(request: HttpRequest) -> HttpResponse:
    stage.alasan.append(request.POST.get("alasan", "tanya"))
    return page(request)


urlpatterns = [
    path("uji/", page),
    path("uji/simpan/", save),
    path("uji/kirim/", send),
    path("uji/unggah/", upload),
    path("uji/putuskan/", decide),
    *portal,
]
