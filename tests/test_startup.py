"""`baz --help` answers at once: it loads click, and nothing of the engine."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("alembic", "holidays", "jinja2", "pluggy", "pydantic", "sqlalchemy", "transitions", "yaml")
CODE = f"""
import sys
from baz.cli.main import main
try:
    main(["--help"])
except SystemExit as ended:
    assert not ended.code
loaded = sorted(set({HEAVY!r}) & sys.modules.keys())
sys.exit(f"loaded: {{loaded}}" if loaded else 0)
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Opdrachten:" in done.stdout
