"""Modules that a library imports and hardly anybody uses, put off until something of them is asked."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def deferred(*names: str, absent: tuple[str, ...] = ()) -> Iterator[None]:
    """While it lasts, an import of `names` gives a module that loads when it is used, and `absent` are not there at all."""
    stand_ins: dict[str, ModuleType | None] = {name: _Later(name) for name in names} | dict.fromkeys(absent)
    stand_ins = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(stand_ins)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
