"""Root folder of the project, from which Prefect's workers load flows by path."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
