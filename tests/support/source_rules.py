"""House rules that read a syntax tree: each takes one and returns what is wrong, as `line: what` sentences."""

from __future__ import annotations

import ast
from collections.abc import Iterator

FUNCTION_LINES = 60
CLOCK_CALLS = frozenset({"now", "utcnow", "today", "monotonic", "perf_counter", "time_ns", "localtime", "gmtime"})
CHANCE_CALLS = frozenset({"uuid1", "uuid4", "token_hex", "urandom", "getrandbits"})
WORLD_CALLS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint"})
FILE_CALLS = frozenset({"read_text", "write_text", "read_bytes", "write_bytes", "getenv", "getLogger"})
ASSERTING_PREFIXES = ("assert_", "check_", "then", "expect_")
ASSERTING_NAMES = frozenset({"expect", "raises", "fail", "call_and_validate", "validate_response", "warns"})
EVADING_NAMES = frozenset({"skip", "xfail", "skipif", "importorskip"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_functions(tree: ast.Module, limit: int = FUNCTION_LINES) -> list[str]:
    """Functions with more lines than one can hold in mind; from `def` to the last line, docstring included."""
    lengths = ((function, (function.end_lineno or 0) - function.lineno + 1) for function in functions(tree))
    return [f"{found.lineno}: {found.name} has {lines} lines" for found, lines in lengths if lines > limit]


def impurities(tree: ast.Module) -> list[str]:
    """What a pure module may not do: read a clock, draw lots, touch files, print, log or await."""
    found = [f"{node.lineno}: await" for node in ast.walk(tree) if isinstance(node, ast.Await | ast.AsyncFunctionDef)]
    for call in calls(tree):
        name = called_name(call)
        is_method = isinstance(call.func, ast.Attribute)
        if name in CLOCK_CALLS | CHANCE_CALLS | FILE_CALLS or (name in WORLD_CALLS and not is_method):
            found.append(f"{call.lineno}: {ast.unparse(call.func)}()")
    return found


def unproven_tests(tree: ast.Module) -> list[str]:
    """Test functions that would pass whatever the product does: neither they nor what they call in this file asserts."""
    proving = {function.name for function in functions(tree) if _asserts(function)}
    while reached := {f.name for f in functions(tree) if f.name not in proving and _called_names(f) & proving}:
        proving |= reached
    tests = (function for function in functions(tree) if function.name.startswith("test_"))
    return [f"{test.lineno}: {test.name} asserts nothing" for test in tests if test.name not in proving]


def evasions(tree: ast.Module) -> list[str]:
    """Tests that step aside (skip, xfail), and blind waiting; also on an event that the function itself has just made."""
    found = []
    for function in functions(tree):
        own = _unset_events(function)
        waits = (call for call in calls(function) if ast.unparse(call.func) in {f"{name}.wait" for name in own})
        found += [f"{call.lineno}: {ast.unparse(call)}" for call in waits]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in EVADING_NAMES and "pytest" in ast.unparse(node):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.Call) and (_sleeps(node) or _waits_for_nobody(node)):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def _unset_events(function: Function) -> set[str]:
    """Names of events that the function makes and only waits on: nobody else ever gets to know them."""
    made = {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and called_name(node.value) == "Event"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    uses = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    waits = [ast.unparse(call.func).removesuffix(".wait") for call in calls(function) if called_name(call) == "wait"]
    return {name for name in made if uses.count(name) == waits.count(name)}


def _sleeps(call: ast.Call) -> bool:
    return ast.unparse(call.func) in {"time.sleep", "sleep", "asyncio.sleep", "page.wait_for_timeout"}


def _waits_for_nobody(call: ast.Call) -> bool:
    """`Event().wait(…)`: nobody else has this event, so nobody can set it, and the time always runs out."""
    match call.func:
        case ast.Attribute(attr="wait", value=ast.Call() as made):
            return called_name(made) in {"Event", "Condition"}
        case _:
            return False


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called_name(call: ast.Call) -> str:
    """The last name of what is called: `now` for `datetime.now()`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _asserts(function: Function) -> bool:
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    names = (name.lstrip("_") for name in _called_names(function))
    return any(name in ASSERTING_NAMES or name.startswith(ASSERTING_PREFIXES) for name in names)


def _called_names(function: Function) -> set[str]:
    return {called_name(call) for call in calls(function)}
