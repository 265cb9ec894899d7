"""What things are: rulesets, cases and what is said of them; no input or output, no engine."""
