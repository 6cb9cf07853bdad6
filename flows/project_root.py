"""Where the project lies: Prefect's workers load flows by path from there."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
