"""Vietnamese, unless the reader chose otherwise."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Speak the language chosen on the page. What the browser was installed in says nothing of its reader."""

    def process_request(self, request: HttpRequest) -> None:
        """Take the choice from its cookie; Vietnamese where there is none, or one we do not speak."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(code)
        request.LANGUAGE_CODE = code

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Name the language of the answer."""
        response.headers.setdefault("Content-Language", str(request.LANGUAGE_CODE))
        return response
