"""A machine or container with too little memory is refused before anything starts."""

import resource
from pathlib import Path

import pytest

from flows.local.memory import MEGABYTE, RUN, memory_limit, refuse_little_memory
from tasks.errors import BadRequest


def test_too_little_memory_is_refused_in_one_line() -> None:
    with pytest.raises(BadRequest, match=r"has 384 MB of memory, and this needs 440 MB") as refusal:
        refuse_little_memory(RUN, 384 * MEGABYTE)

    assert "\n" not in str(refusal.value)


def test_enough_memory_is_not() -> None:
    refuse_little_memory(RUN, RUN)


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("0::/", "memory.max"),
        ("0::/a/b", "memory.max"),
        ("0::/a/b", "a/memory.max"),
        ("9:memory:/docker/x", "memory/docker/x/memory.limit_in_bytes"),
        ("9:cpu,memory:/docker/x", "memory/memory.limit_in_bytes"),
    ],
)
def test_the_limit_of_a_container_is_read(line: str, file: str, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text(f"12:pids:/\n{line}\n")
    limit = tmp_path / "groups" / file
    limit.parent.mkdir(parents=True)
    limit.write_text(f"{512 * MEGABYTE}\n")

    assert memory_limit(tmp_path / "groups", own) == 512 * MEGABYTE


@pytest.mark.parametrize("stated", ["max\n", "9223372036854771712\n", ""])
def test_no_limit_is_the_memory_of_the_machine(stated: str, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text("0::/\n")
    (tmp_path / "memory.max").write_text(stated)

    assert memory_limit(tmp_path, own) == memory_limit(tmp_path, tmp_path / "missing")


def test_the_limit_of_a_shell_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = (512 * MEGABYTE, resource.RLIM_INFINITY)
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: limits)

    assert memory_limit(tmp_path, tmp_path / "missing") == 512 * MEGABYTE
