"""Quizzes on decided cases, with keys that are derived and never typed."""
