"""The ethics of referral and termination, as rules that answer to decided cases."""
