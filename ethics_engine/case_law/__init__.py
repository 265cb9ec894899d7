"""Case law: the decided cases that the rules answer to.

`corpus` reads them, `judging` holds them against a ruleset, `coverage` says what of the ruleset they test.
"""
