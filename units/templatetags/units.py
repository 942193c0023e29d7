"""Words for rows of the units app."""

from django import template

from units.browser import browser_words

register = template.Library()
register.filter("peramban", browser_words)
