"""The web application: pages in Dutch and English and the API. Started by name: a library user loads no Django."""

from ketenkompas.web._keys import add_api_key, api_keys, drop_api_key
from ketenkompas.web._people import Person, add_person, audit_log_csv, change_person, check_audit_log, people
from ketenkompas.web._start import application, front_end_built, migrate, openapi_text, prepare, served_address, start

__all__ = [
    "Person",
    "add_api_key",
    "add_person",
    "api_keys",
    "application",
    "audit_log_csv",
    "change_person",
    "check_audit_log",
    "drop_api_key",
    "front_end_built",
    "migrate",
    "openapi_text",
    "people",
    "prepare",
    "served_address",
    "start",
]
