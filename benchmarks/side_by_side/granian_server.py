"""Any WSGI application on the server and the settings of the site (qtsite/server.py).

    python -m benchmarks.side_by_side.granian_server MODULE:NAME

Also in Wagtail's environment, which has granian and not the site's other packages.
"""

import sys

from qtsite import server

if __name__ == "__main__":
    server.TARGET = sys.argv[1]
    server.main()
