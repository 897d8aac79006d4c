"""click-option-group, for where it is not installed: its options are click's, and its groups name them."""

import sys


class Named:
    def __init__(self, name):
        self.name = name


class OptGroup:
    """Its decorators are called from below: a group's options come before the group."""

    def __init__(self):
        self.waiting = []

    def option(self, *decls, **keywords):
        decorate = sys.modules["click"].option(*decls, **keywords)

        def add(function):
            decorated = decorate(function)
            params = getattr(decorated, "__click_params__", None) or getattr(decorated, "params", [])
            self.waiting += params[-1:]
            return decorated

        return add

    def group(self, name=None, **_):
        def close(function):
            for param in self.waiting:
                param.group = Named(name)
            self.waiting = []
            return function

        return close

    __call__ = group


optgroup = OptGroup()
