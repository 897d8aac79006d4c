"""Reads the command-line parser of a script and reports it as a ScriptSpec (command-line/spec.ts).

Standard library only, Python 3.8 and newer. Run it as a program: see __main__.py.
"""
