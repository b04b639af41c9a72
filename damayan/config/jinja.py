"""The Jinja2 environment of our pages: what every template may use."""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from jinja2 import Environment
from markupsafe import Markup

from damayan.foundation import weave as woven
from damayan.foundation.clock import ago, clock_words, on_day


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    """An address; those without arguments, of which each page has a dozen, are looked up once."""
    if args or kwargs:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    return _fixed_url(name)


_fixed_url = cache(reverse)


def _said(message: str, **values: Any) -> Markup:
    """``_`` in templates. A page says some fifty sentences: those without values are kept."""
    language = translation.get_language() or ""
    if values:
        return Markup(translation.gettext(message)) % values  # noqa: S704 - our own words
    return _sentence(language, message)


@lru_cache(maxsize=4096)
def _sentence(language: str, message: str) -> Markup:
    # As the extension would: formatting turns a doubled percent sign into one.
    return Markup(translation.gettext(message)) % {}  # noqa: S704 - our own words


def environment(**options: Any) -> Environment:
    """Build the environment that django.template.backends.jinja2 uses."""
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    # Django's backend passes autoescape=True.
    env = Environment(  # noqa: S701
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals["_"] = _said
    # Like babel.cfg, so that a string is looked up as it was extracted.
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(
        url=_url,
        static=static,
        weave=woven.weave,
        strip=woven.strip,
        corner=woven.corner,
        ago=ago,
        on_day=on_day,
        clock=clock_words,
        get_language=translation.get_language,
        get_messages=get_messages,
        languages=settings.LANGUAGES,
        quick_exit_url=settings.QUICK_EXIT_URL,
        minimum_age=settings.MINIMUM_AGE,
        debug=settings.DEBUG,
    )
    env.filters["ago"] = ago
    return env


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page knows of its request; nothing here costs a query unless it is used."""
    user = getattr(request, "user", None)
    return {
        "person": user if user is not None and user.is_authenticated else None,
        # Django masks the token anew wherever it is shown: dear in time, and it does not compress.
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }
