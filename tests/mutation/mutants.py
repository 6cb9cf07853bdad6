"""The mutants of a module: one changed operator, condition or constant each."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed module: where and what was changed, and its whole source."""

    path: Path
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before}  ->  {self.after}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module; docstrings, annotations and `__all__` stay as they are."""
    found = (mutant_at(path, place) for place in range(count_places(path)))
    return (mutant for mutant in found if mutant is not None)


def count_places(path: Path) -> int:
    """Return the number of places in a module that may be changed."""
    return len(list(_mutable(ast.parse(path.read_text(encoding="utf-8")))))


def mutant_at(path: Path, place: int) -> Mutant | None:
    """Return the mutant of one place; None if no rule changes it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = list(_mutable(tree))[place]
    before = ast.unparse(node)
    _mutate(node)
    after = ast.unparse(node)
    return Mutant(path, node.lineno, before, after, ast.unparse(tree)) if after != before else None


def _mutable(tree: ast.AST) -> Iterator[ast.expr]:
    unchanged = set(_without_effect(tree))
    for node in ast.walk(tree):
        if node in unchanged:
            continue
        if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp):
            yield node
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            yield node.test
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
            yield node


def _without_effect(tree: ast.AST) -> Iterator[ast.AST]:
    """Options of decorators (`frozen=True`), and buffer sizes written as shifts (`64 << 10`)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            for decorator in node.decorator_list:
                yield from ast.walk(decorator)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.LShift):
            yield from ast.walk(node)


def _mutate(node: ast.expr) -> None:
    """Change a node in place; a node that none of the rules fits stays as it is."""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARISONS:
            node.ops[0] = _COMPARISONS[type(op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BinOp() if type(node.op) in _OPERATORS:
            node.op = _OPERATORS[type(node.op)]()
        case ast.UnaryOp(op=ast.Not()):
            node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int(value)):
            node.value = value + 1
