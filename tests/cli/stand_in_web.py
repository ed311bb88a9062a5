"""Stands in for the web server: answers over TLS on the port of CHAPERONE_URL."""

import http.server
import os
import ssl
from pathlib import Path
from urllib.parse import urlsplit


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


tls = Path(os.environ["CHAPERONE_DATA"]) / "tls"
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(tls / "server.crt", tls / "server.key")
port = urlsplit(os.environ["CHAPERONE_URL"]).port or 443
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Answer)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
