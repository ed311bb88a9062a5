"""Whether the web server answers."""

import http.client
import ssl

from chaperone.cli.folder import DataFolder

_SECONDS = 5.0
_SERVER_ERROR = 500


def answers(folder: DataFolder, port: int) -> bool:
    """One request over TLS, trusting only the local certificate authority."""
    try:
        context = ssl.create_default_context(cafile=folder.tls / "ca.crt")
    except OSError:  # no certificate yet: no server either
        return False
    connection = http.client.HTTPSConnection("localhost", port, timeout=_SECONDS, context=context)
    try:
        connection.request("GET", "/accounts/login/")
        return connection.getresponse().status < _SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
