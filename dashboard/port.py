"""Whether the dashboard may listen there: `python -m dashboard.port ADDRESS PORT [SETTING]`, asked before anything is built."""

import errno
import socket
import sys


def refusal(address: str, port: str, setting: str = "PORT") -> str | None:
    """Why nothing can listen there, as a sentence; None where it can."""
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        return f"{setting} must be a number between 1 and 65535, not {port or 'nothing'}"
    try:
        if _is_free(address, int(port)):
            return None
    except PermissionError:
        return f"port {port} on {address} is kept for the system; try {setting}={8501 if setting == 'PORT' else 8502}"
    except OSError as error:
        return f"ADDRESS={address} is no address of this machine ({error.strerror}); try ADDRESS=127.0.0.1"
    free = next((other for other in range(int(port) + 1, 65536) if _is_free(address, other)), None)
    return f"port {port} on {address} is taken; try {setting}={free or 8501}"


def _is_free(address: str, port: int) -> bool:
    family, kind, protocol, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as tried:
        # as the servers do: a port that was left a moment ago may be used again
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(place)
            # two may be bound to a port, but only one may listen
            tried.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


if __name__ == "__main__":
    if problem := refusal(*sys.argv[1:]):
        print(f"holdt: {problem}", file=sys.stderr)
        sys.exit(2)
