"""Stand-ins for modules that are missing: they survive calling, subclassing, decorating, iterating, comparing."""
import sys
import types

MARK = "_wooey_stub"


class StubType(type):
    def __getattr__(cls, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return make_stub("%s.%s" % (cls.__dict__.get(MARK, cls.__name__), name))

    def __call__(cls, *args, **kwargs):
        if MARK not in cls.__dict__:
            return super().__call__(*args, **kwargs)
        # Used as a decorator: the function or class is given back as it was.
        if len(args) == 1 and not kwargs and isinstance(args[0], (types.FunctionType, type)) and not is_stub(args[0]):
            return args[0]
        return make_stub(cls.__dict__[MARK] + "()")

    def __iter__(cls):
        return iter(())

    def __len__(cls):
        return 0

    def __bool__(cls):
        return True

    def __contains__(cls, item):
        return False

    def __getitem__(cls, key):
        if isinstance(key, int):
            raise IndexError(key)
        return make_stub(cls.__dict__.get(MARK, cls.__name__) + "[]")

    def __setitem__(cls, key, value):
        pass

    def __enter__(cls):
        return cls

    def __exit__(cls, *_):
        return False

    def _same(cls, *_):
        return cls

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same
    __or__ = __ror__ = __and__ = __rand__ = __neg__ = __mod__ = __floordiv__ = __pow__ = _same

    def __lt__(cls, other):
        return False

    __gt__ = __le__ = __lt__

    def __ge__(cls, other):
        return True  # so that "is the version new enough" says yes

    def __int__(cls):
        return 1

    __index__ = __int__

    def __float__(cls):
        return 1.0

    def __fspath__(cls):
        return "/nonexistent"

    def __str__(cls):
        return cls.__dict__.get(MARK, cls.__name__)

    def __instancecheck__(cls, value):
        return False if MARK in cls.__dict__ else type.__instancecheck__(cls, value)


def make_stub(name):
    short = name.rsplit(".", 1)[-1].replace("()", "_").replace("[]", "_") or "stub"
    body = {MARK: name, "__doc__": None, "__module__": MARK, "__init__": lambda self, *args, **kwargs: None}
    return StubType(short, (), body)


def is_stub(value):
    return type(value) is StubType and MARK in value.__dict__


def stub_name(value):
    return value.__dict__.get(MARK, "?")


class StubModule(types.ModuleType):
    def __getattr__(self, name):
        if name == "__version__":
            return "999.0"
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        full = "%s.%s" % (self.__name__, name)
        if full in sys.modules:
            return sys.modules[full]
        from .lookalikes import lookalike

        value = lookalike(self.__name__, name)
        if value is None:
            value = make_stub(full)
        setattr(self, name, value)
        return value


def stub_module(name, fromlist):
    """Put stand-ins for a dotted module name into sys.modules, and give what `import` would give."""
    parts = name.split(".")
    for depth in range(1, len(parts) + 1):
        full = ".".join(parts[:depth])
        if full not in sys.modules:
            module = StubModule(full)
            module.__path__ = []
            sys.modules[full] = module
            if depth > 1:
                setattr(sys.modules[".".join(parts[: depth - 1])], parts[depth - 1], module)
    return sys.modules[name] if fromlist else sys.modules[parts[0]]
