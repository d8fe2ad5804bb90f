"""The site beside a bare WSGI application, nginx, Wagtail and Hugo, measured in one run, and the
site alone in libraries of several sizes. `benchmarks/run` starts it."""
