"""The web application: pages in Dutch and English and the API. Started by name: a library user loads no Django."""

from ketenkompas.web._start import application, front_end_built, migrate, openapi_text, prepare, served_address, start

__all__ = ["application", "front_end_built", "migrate", "openapi_text", "prepare", "served_address", "start"]
