"""The model in plain words: every sentence that is not written in a ruleset is made here."""
