"""The application for a WSGI server: ``ketenkompas.web.wsgi:application``."""

from ketenkompas.web._start import application as _application

application = _application()
