"""The three engines: one meaning, three ways to work it out; the tests hold them to agree."""
