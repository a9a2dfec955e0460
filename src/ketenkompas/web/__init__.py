"""The web application: pages in Dutch and English and the API. Started by name: a library user loads no Django."""

from ketenkompas.web._keys import add_api_key, api_keys, drop_api_key
from ketenkompas.web._start import application, front_end_built, migrate, openapi_text, prepare, served_address, start

__all__ = [
    "add_api_key",
    "api_keys",
    "application",
    "drop_api_key",
    "front_end_built",
    "migrate",
    "openapi_text",
    "prepare",
    "served_address",
    "start",
]
