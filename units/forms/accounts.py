"""Sign-in and passwords."""

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm

from units.crispy import FormHelperZI


class LoginForm(forms.Form):
    username = forms.CharField(
        label="NIP atau surel",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Isi NIP atau surel Anda."},
    )
    password = forms.CharField(
        label="Kata sandi",
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Isi kata sandi Anda."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, guard=False)


MISMATCH = "Kedua isian kata sandi baru tidak sama. Ketik ulang keduanya."


class PasswordChange(PasswordChangeForm):
    error_messages = PasswordChangeForm.error_messages | {
        "password_mismatch": MISMATCH,
        "password_incorrect": "Kata sandi sekarang tidak cocok. Ketik lagi.",
    }

    def __init__(self, *args, cancel_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Kata sandi sekarang"
        _describe_new(self)
        # Without a way back it stands outside the frame, where no address tells whether the session lives.
        self.helper = FormHelperZI(self, submit="Ganti kata sandi", cancel_url=cancel_url, guard=bool(cancel_url))


class PasswordSet(SetPasswordForm):
    error_messages = SetPasswordForm.error_messages | {"password_mismatch": MISMATCH}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe_new(self)
        self.helper = FormHelperZI(self, submit="Simpan kata sandi", guard=False)


def _describe_new(form: forms.Form) -> None:
    form.fields["new_password1"].label = "Kata sandi baru"
    form.fields[
        "new_password1"
    ].help_text = "Paling sedikit 10 karakter, tidak semuanya angka, bukan kata sandi yang umum, dan tidak mirip nama, NIP, atau surel Anda."
    form.fields["new_password2"].label = "Ulangi kata sandi baru"
    form.fields["new_password2"].help_text = ""


class PasswordResetForm(forms.Form):
    login = forms.CharField(
        label="NIP atau surel",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        error_messages={"required": "Isi NIP atau surel Anda."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelperZI(self, submit="Kirim surel", guard=False)
