"""What all tests share: how hard Hypothesis tries.

The usual profile is the same on every run, so that a red build is red for a reason; `--hypothesis-profile=thorough`
looks further, and elsewhere each time.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Drawing a whole ruleset is slow on a busy machine, and that is no defect.
_SHARED = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("default", derandomize=True, max_examples=100, **_SHARED)
settings.register_profile("ci", derandomize=True, max_examples=100, **_SHARED)
settings.register_profile("thorough", max_examples=2_000, **_SHARED)
settings.load_profile("default")
