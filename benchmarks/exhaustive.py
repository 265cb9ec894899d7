"""The engines compared on every ruleset of larger scopes than the tests have time for; see README.md beside this."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the scopes are those of the tests

from tests.agreement.exhaustive import compare
from tests.agreement.small_scope import LARGER_SCOPES, SCOPES


def main() -> None:
    scopes = {**SCOPES, **LARGER_SCOPES}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scope", choices=scopes, action="append", help="a scope; repeatable; by default the larger")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="how long each scope may take")
    options = parser.parse_args()
    for name in options.scope or LARGER_SCOPES:
        print(f"{name}: {compare(scopes[name], options.seconds)}", flush=True)


if __name__ == "__main__":
    main()
