"""Handbook 預立: a static site generator for fillable templates, procedures and emergency flows."""
