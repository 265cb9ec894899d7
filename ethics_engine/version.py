"""Which release of the package this is; pyproject.toml reads it here."""

__version__ = "0.2.0"
