"""Signing in and out, passwords, one's own profile, and the switches of role and year."""

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth import login as sign_in
from django.contrib.auth import logout as sign_out
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from units.access import is_admin, require
from units.choices import JenisPeran
from units.client_ip import client_ip
from units.filters import CatatanMasukFilter
from units.forms.accounts import LoginForm, PasswordChange, PasswordResetForm, PasswordSet
from units.halaman import Halaman
from units.models import CatatanMasuk, Peran, Periode, User
from units.notices import holders
from units.scope import KEPALA_DAERAH_ROLES
from units.services import accounts
from units.tables import CatatanMasukTable
from units.views.common import ADMIN, paged, render_list, safe_next

Hasil = CatatanMasuk.Hasil
WRONG = "NIP/surel atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."
WRONG_NOTE = "Setelah enam kali salah, akun dikunci 15 menit dari alamat ini."


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(safe_next(request, reverse("beranda")))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _try(request, form)
        if user:
            sign_in(request, user)
            return redirect(safe_next(request, reverse("beranda")))
        if until := _locked(request, form):
            return render(request, "units/lockout.html", {"sampai": until}, status=429)
    return render(request, "units/login.html", {"form": form, "next": safe_next(request, "")})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def login_in_place(request: HttpRequest) -> HttpResponse:
    """The form in the dialog "Sesi Anda telah berakhir". It signs in the same person, in the same role and year, so that
    what was typed is not sent in somebody else's name."""
    form = LoginForm(request.POST or None, auto_id="ulang_%s")
    expected = User.objects.filter(pk=_number(request, "orang")).first()
    if request.method == "POST" and form.is_valid():
        user = _try(request, form, expected=expected)
        if user:
            sign_in(request, user)
            _restore(request)
            return HttpResponse(status=204)
        if until := _locked(request, form):
            form.add_error(None, f"Terlalu sering salah. Coba lagi pukul {timezone.localtime(until):%H.%M}.")
    return render(request, "units/login_in_place.html", {"form": form}, status=422 if form.is_bound else 200)


def _try(request: HttpRequest, form: LoginForm, expected: User | None = None) -> User | None:
    """The person whose password this is, written down either way. With `expected` nobody else gets in."""
    name = accounts.canonical_login(form.cleaned_data["username"])
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    locked = getattr(request, "axes_locked_out", False)
    other = user is not None and expected is not None and user.pk != expected.pk
    hasil = Hasil.TERKUNCI if locked else Hasil.BERHASIL if user and not other else Hasil.DITOLAK
    _write(request, hasil, name, user or User.objects.get_by_login(name))
    if other:
        form.add_error(
            "username", "Halaman ini dibuka oleh orang lain. Masuk sebagai orang yang sama, atau muat ulang halaman."
        )
    elif user:
        accounts.forget_failures(user)
    elif not locked:
        form.add_error(None, WRONG)
        form.add_error(None, WRONG_NOTE)
    return None if other else user


def _locked(request: HttpRequest, form: LoginForm):
    """When a locked account may be tried again; None when it is not locked. Axes' own page is not wanted."""
    if not getattr(request, "axes_locked_out", False):
        return None
    return _locked_until(request, accounts.canonical_login(form.cleaned_data["username"]))


def _locked_until(request: HttpRequest, name: str):
    if not getattr(request, "axes_locked_out", False):
        return None
    request.axes_locked_out = False
    return accounts.locked_until(name, client_ip(request)) or timezone.now()


def password_refusal(request: HttpRequest, sandi: str) -> str:
    """Why this is not the password of the person who is signed in; "" when it is.

    Wrong ones are counted and written down with those of the sign-in, so that a signature is no second door to guess at.
    """
    name = accounts.login_name(request.user)
    user = authenticate(request, username=name, password=sandi)
    until = _locked_until(request, name)
    if user is not None and user.pk == request.user.pk:
        accounts.forget_failures(user)
        return ""
    _write(request, Hasil.TERKUNCI if until else Hasil.DITOLAK, name, request.user)
    if until:
        return f"Terlalu sering salah. Coba lagi pukul {timezone.localtime(until):%H.%M}."
    return "Kata sandi tidak cocok. Ketik kata sandi yang Anda pakai untuk masuk."


def _restore(request: HttpRequest) -> None:
    """The role and the year of the page that is still open; the middleware ignores what the person does not hold."""
    for name in ("peran", "tahun"):
        if value := _number(request, name):
            request.session[name] = value


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else None


def _write(request: HttpRequest, hasil: str, name: str, user: User | None) -> None:
    accounts.record_masuk(
        hasil, login=name, user=user, alamat_ip=client_ip(request), perangkat=request.headers.get("User-Agent", "")
    )


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    _write(request, Hasil.KELUAR, accounts.login_name(request.user), request.user)
    sign_out(request)
    messages.success(request, "Anda sudah keluar.")
    return redirect("login")


@login_not_required
@never_cache
def session_check(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponse(status=204)
    return HttpResponse("Sesi Anda telah berakhir.", status=401, headers={"X-Sesi-Habis": "1"})


@never_cache
@sensitive_post_parameters()
def password_change(request: HttpRequest) -> HttpResponse:
    forced = request.user.must_change_password
    cancel_url = "" if forced else reverse("profil")
    form = PasswordChange(request.user, request.POST or None, cancel_url=cancel_url)
    if request.method == "POST" and form.is_valid():
        accounts.change_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        _write(request, Hasil.GANTI_SANDI, accounts.login_name(request.user), request.user)
        messages.success(request, "Kata sandi sudah diganti.")
        return redirect("beranda" if forced else "profil")
    template = "units/password_change_forced.html" if forced else "units/password_change.html"
    return render(
        request,
        template,
        {"form": form, "halaman": Halaman("Ganti kata sandi", remah=(("Profil saya", reverse("profil")),))},
    )


@login_not_required
def password_reset(request: HttpRequest) -> HttpResponse:
    """The answer is the same for known and unknown accounts."""
    form = PasswordResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.request_reset(form.cleaned_data["login"])
        return redirect("password_reset_done")
    return render(request, "units/password_reset.html", {"form": form})


@login_not_required
def password_reset_done(request: HttpRequest) -> HttpResponse:
    return render(request, "units/password_reset_done.html")


@method_decorator(login_not_required, name="dispatch")
class PasswordResetConfirm(auth_views.PasswordResetConfirmView):
    """Django's own handling of the one-time link; ours are the form, the pages and the audit row."""

    template_name = "units/password_reset_confirm.html"
    form_class = PasswordSet
    success_url = reverse_lazy("password_reset_complete")

    def form_valid(self, form: PasswordSet) -> HttpResponse:
        accounts.change_password(self.user, form.cleaned_data["new_password1"])
        _write(self.request, Hasil.GANTI_SANDI, accounts.login_name(self.user), self.user)
        return super().form_valid(form)


password_reset_confirm = PasswordResetConfirm.as_view()


@login_not_required
def password_reset_complete(request: HttpRequest) -> HttpResponse:
    return render(request, "units/password_reset_complete.html")


def profil(request: HttpRequest) -> HttpResponse:
    orang = request.user
    roles = orang.peran.select_related("unit", "instansi").order_by("-mulai")
    admins = holders(JenisPeran.ADMIN_INSTANSI, instansi_id=orang.instansi_id) if orang.instansi_id else []
    return render(
        request,
        "units/profil.html",
        {
            "halaman": Halaman("Profil saya", keterangan="Data diri diubah oleh Administrator Instansi."),
            "orang": orang,
            "peran_list": [(p, p.is_active_on(timezone.localdate())) for p in roles],
            "catatan": orang.catatan_masuk.all()[:15],
            "admin_list": admins,
            "dapat_ringkasan": any(p.jenis in KEPALA_DAERAH_ROLES for p in roles),
        },
    )


@require_POST
def profil_email(request: HttpRequest) -> HttpResponse:
    """How one's own notices arrive by email."""
    daily = request.POST.get("ringkasan_harian") == "ya"
    monthly = request.POST.get("ringkasan_bulanan") == "ya" if "bulanan" in request.POST else None
    accounts.choose_digest(request.user, daily, by=request.peran, ringkasan_bulanan=monthly)
    messages.success(
        request,
        "Pemberitahuan dikirim sekali sehari dalam satu surel."
        if daily
        else "Setiap pemberitahuan langsung dikirim lewat surel.",
    )
    return redirect("profil")


@require_POST
def peran_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Act in another of one's own roles. Pages of the old role may not exist for the new one, so the way leads home."""
    peran = get_object_or_404(Peran.objects.active_on(timezone.localdate()).filter(user=request.user), pk=pk)
    request.session["peran"] = peran.pk
    request.session.pop("tahun", None)
    messages.info(request, f"Anda sekarang bertindak sebagai {peran.label}.")
    return redirect(safe_next(request, reverse("beranda")))


@require_POST
def periode_switch(request: HttpRequest) -> HttpResponse:
    tahun = request.POST.get("tahun", "")
    rows = Periode.objects.visible_to(request.peran)
    periode = get_object_or_404(rows, tahun=tahun if tahun.isascii() and tahun.isdigit() else 0)
    request.session["tahun"] = periode.tahun
    return redirect(safe_next(request, reverse("beranda")))


def catatan_masuk_list(request: HttpRequest) -> HttpResponse:
    require(is_admin(request.peran), ADMIN, what="Melihat catatan masuk")
    rows = CatatanMasuk.objects.visible_to(request.peran).select_related("user")
    found = CatatanMasukFilter(request.GET, queryset=rows)
    table = paged(request, CatatanMasukTable(found.qs))
    halaman = Halaman("Catatan masuk", keterangan="Siapa masuk, ditolak, terkunci, atau keluar di instansi ini.")
    return render_list(request, "units/catatan_masuk_list.html", {"halaman": halaman, "filter": found, "table": table})
