"""Reads a script's own command-line parser and tells it as a ScriptSpec (command-line/spec.ts).

Standard library only, Python 3.8 and newer. Run it as a program: see __main__.py.
"""
