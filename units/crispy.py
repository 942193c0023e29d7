"""The one way ordinary forms are drawn."""

from crispy_forms.helper import FormHelper
from django.forms import BaseForm


class FormHelperZI(FormHelper):
    """Labels above, help under the label, errors under the field and summed up on top, required marked.

    `submit` is the verb on the button; leave it empty when the template draws form tag and buttons itself.
    `cancel_url` adds a way back. Forms guard what was typed unless `guard` is off (searches, sign-in).
    """

    def __init__(
        self, form: BaseForm | None = None, *, submit: str = "", cancel_url: str = "", guard: bool = True
    ) -> None:
        super().__init__(form)
        self.form_class = "formulir"
        # The server's sentences name field and remedy; the browser's bubbles are in the browser's language.
        self.attrs = {"novalidate": "", **({"data-jaga": ""} if guard else {})}
        self.form_tag = bool(submit)
        self.disable_csrf = not submit
        self.include_media = False
        # crispy hands every attribute of the helper to its templates; bootstrap5/inputs.html draws these two.
        self.form_submit = submit
        self.form_cancel_url = cancel_url
