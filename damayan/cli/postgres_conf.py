"""What we tell the embedded PostgreSQL: sized for a small server, silent about people."""

from collections.abc import Iterable, Mapping
from pathlib import Path

MAIN = """\
# Damayan writes damayan.conf anew at every start. Settings of your own go below and win.
include 'damayan.conf'
"""

# Who may enter: users of this machine whom ident() lists, through a folder closed to others.
HBA = "local all all peer map=damayan\n"

COMMON: Mapping[str, str | Path] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # the folder around it is closed; see HBA
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_logical_replication_workers": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.simple",
    # A failed statement carries what a member typed: log neither it nor its values.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "log_line_prefix": "%m [%p] ",
}

DURABLE: Mapping[str, str | Path] = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "wal_compression": "on",
    "max_wal_size": "512MB",
    "min_wal_size": "80MB",
}

# For data that nobody will miss.
THROW_AWAY: Mapping[str, str | Path] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "120",
    "max_wal_size": "2GB",
}


def conf(socket: Path, *, durable: bool) -> str:
    """The text of ``damayan.conf``; ``socket`` is the folder for the Unix socket."""
    settings = {
        **COMMON,
        **(DURABLE if durable else THROW_AWAY),
        "unix_socket_directories": '"' + str(socket).replace('"', '""') + '"',
    }
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


def ident(users: Iterable[str], role: str) -> str:
    """The text of ``pg_ident.conf``: which users of the machine are ``role`` in the database."""
    return "".join(f'damayan "{user}" {role}\n' for user in sorted(set(users)))


def _quoted(value: str | Path) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"
